import { HostBench } from "./support/host-bench";

jest.setTimeout(240_000);

describe("a host boots on the disk it has, all intact,", () => {
  const bench = new HostBench({ keepsData: true });

  test("when AWS throttles every second call", async () => {
    const host = await bench.host();
    let count = 0;
    host.front.fault = () => {
      count += 1;
      return count % 2 === 1
        ? { status: 503, code: "RequestLimitExceeded", message: "Request limit exceeded." }
        : undefined;
    };
    await host.start();
    await host.untilClientRuns();
    expect(count).toBeGreaterThan(4);
  });

  test("after 30 s in which AWS does not answer at all", async () => {
    const host = await bench.host();
    let first = 0;
    host.front.fault = () => {
      first ||= Date.now();
      return Date.now() - first < 30_000 ? "no answer" : undefined;
    };
    await host.start();
    expect(await host.untilJournal("waiting for")).toMatch(/Could not connect|Connection was closed/);
    expect(host.hasStartedEcs()).toBe(false);
    await host.untilClientRuns(90);
  });

  test("when the metadata service takes two seconds for every answer", async () => {
    const host = await bench.host();
    host.front.metadata.delayMilliseconds = 2000;
    await host.start();
    await host.untilClientRuns(150);
  });

  test("when the device appears a minute after the attachment", async () => {
    const host = await bench.host();
    const plug = host.front.afterwards;
    host.front.afterwards = async (call) => {
      if (call.action === "AttachVolume") {
        setTimeout(() => void plug(call), 60_000);
      } else {
        await plug(call);
      }
    };
    await host.start();
    await host.untilClientRuns(120);
  });

  test("while Route53 refuses, and registers its name when it does no more", async () => {
    const host = await bench.host();
    let refusing = true;
    host.front.fault = ({ action }) =>
      action === "ChangeResourceRecordSets" && refusing
        ? { status: 403, code: "AccessDenied", message: "not authorized to perform: route53:ChangeResourceRecordSets" }
        : undefined;
    await host.start();
    await host.untilClientRuns();
    expect(await host.untilJournal("could not be pointed")).toContain("AccessDenied");
    refusing = false;
    await host.untilJournal("points at");
    expect(await bench.records()).toContain(`node-0.mainnet.lab.internal. ${host.front.metadata.values["local-ipv4"]}`);
  });

  test("when the tag cannot be set", async () => {
    const host = await bench.host();
    host.front.fault = ({ action }) =>
      action === "CreateTags"
        ? { status: 403, code: "UnauthorizedOperation", message: "You are not authorized." }
        : undefined;
    await host.start();
    await host.untilClientRuns();
    expect(await host.untilJournal("warning:")).toContain("could not be tagged ChainDiskInitialised");
  });

  test("when the disk is full", async () => {
    await bench.disk.inside('mkdir -p "$disk/geth"; cat /dev/zero >"$disk/geth/fill" || true');
    const host = await bench.host();
    await host.start();
    await host.untilJournal("configure-ecs: the agent joins");
    await host.untilJournal("points at");
    expect(host.hasStartedEcs()).toBe(true);
  });
});
