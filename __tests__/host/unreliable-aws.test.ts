import { readFileSync } from "node:fs";
import path from "node:path";
import { eventually, WAIT_SECONDS } from "../support/eventually";
import { HostBench } from "./support/host-bench";

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
    host.front.fault = ({ action }) => {
      if (action === "GetParameters") {
        return undefined;
      }
      first ||= Date.now();
      return Date.now() - first < 30_000 ? "no answer" : undefined;
    };
    await host.start();
    expect(await host.untilJournal("waiting for")).toMatch(/Could not connect|Connection was closed/);
    expect(host.hasStartedEcs()).toBe(false);
    await host.untilClientRuns();
  });

  test("when SSM refuses for a while, or its parameters are those of another deploy", async () => {
    const host = await bench.host();
    let refusing = true;
    host.front.fault = ({ action }) =>
      action === "GetParameters" && refusing
        ? { status: 400, code: "ThrottlingException", message: "Rate exceeded" }
        : undefined;
    let older = true;
    host.front.disguise = ({ action }, answer) =>
      action === "GetParameters" && older ? answer.replace(/"Value": ?"\.H4/, '"Value": ".J4') : answer;
    await host.start();
    expect(await host.untilJournal("could not be read")).toContain("ThrottlingException");
    refusing = false;
    await host.untilJournal("must have the SHA-256");
    expect(host.hasStartedEcs()).toBe(false);
    older = false;
    await host.untilClientRuns();
  });

  test("when the metadata service takes two seconds for every answer", async () => {
    const host = await bench.host();
    host.front.metadata.delayMilliseconds = 2000;
    await host.start();
    await host.untilClientRuns();
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
    await host.untilClientRuns();
  });

  test("when EC2 for a moment knows nothing of the volume", async () => {
    const host = await bench.host();
    let odd = 3;
    host.front.disguise = ({ action }, answer) =>
      action === "DescribeVolumes" && odd-- > 0
        ? answer.replace(/<volumeSet>.*<\/volumeSet>/s, "<volumeSet></volumeSet>")
        : answer;
    await host.start();
    expect(await host.untilJournal("waiting for")).toContain("an answer that says nothing of the volume: 'None'");
    await host.untilClientRuns();
    expect(host.errors()).toEqual([]);
  });

  test("when the AWS CLI prints a warning before its answer", async () => {
    const host = await bench.host();
    const cli = readFileSync(path.join(__dirname, "image/usr/local/bin/aws"), "utf8");
    const warning = 'print("Warning: this version will end soon, see 2026.example.org", flush=True)';
    await host.copy("etc/test-host/aws", cli.replace("\nbegun =", `\n${warning}\nbegun =`));
    await host.program("/usr/local/bin/aws", 'exec python3 /etc/test-host/aws "$@"');
    await host.start();
    await host.untilClientRuns();
    expect(host.errors()).toEqual([]);
    await host.powerOff();
    expect((await bench.volume()).State).toBe("available");
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

  test("while EC2 refuses its Elastic IP, as it may in an address's first minutes, and takes it when it does no more", async () => {
    const { AllocationId, PublicIp } = await bench.aws.call("ec2", "allocate_address", { Domain: "vpc" });
    const host = await bench.host({ settings: { ELASTIC_IP_ALLOCATION_ID: AllocationId, ELASTIC_IP: PublicIp } });
    let refusing = true;
    host.front.fault = ({ action }) =>
      action === "AssociateAddress" && refusing
        ? { status: 400, code: "AuthFailure", message: "You do not have permission to access the specified resource." }
        : undefined;
    await host.start();
    expect(await host.untilJournal("could not be associated")).toContain("AuthFailure");
    expect(host.hasStartedEcs()).toBe(false);
    refusing = false;
    await host.untilClientRuns();
    expect(await host.exec("cat /run/ethereum-node/p2p-address")).toBe(PublicIp);
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
    await host.untilJournal("warning: the monitor will not start, as it has no directory on the chain disk");
    await host.untilJournal("configure-ecs: the agent joins");
    await host.untilJournal("points at");
    await eventually("ECS on a host whose disk is full", WAIT_SECONDS, () => host.hasStartedEcs() || undefined);
  });
});
