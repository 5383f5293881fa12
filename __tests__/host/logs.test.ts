import { eventually, WAIT_SECONDS } from "../support/eventually";
import { HostBench } from "./support/host-bench";
import type { TestHost } from "./support/test-host";

const FILES = ["ecs-init", "ecs-agent", "audit"];

describe("a host ships its logs, a stream a source,", () => {
  const bench = new HostBench();

  /** Waits until a stream holds a line; answers the whole stream. */
  function untilShipped(host: TestHost, stream: string, text: string): Promise<string[]> {
    return eventually(`"${text}" in ${stream}`, WAIT_SECONDS, async () => {
      const lines = await bench.shipped(host, stream).catch(() => []);
      return lines.some((line) => line.includes(text)) ? lines : undefined;
    });
  }

  // The kernel's messages do not reach the journal of a container; which stream they go to is tested in ship-logs.test.ts.
  test("from the first line of the boot: journal, Docker and the files of ECS", async () => {
    const host = await bench.runningHost();
    await host.exec(FILES.map((file) => `echo "one line of ${file}" >>/var/log/ecs/${file}.log`).join("; "));
    for (const file of FILES) {
      expect(await untilShipped(host, file, "one line")).toEqual([`one line of ${file}`]);
    }
    await untilShipped(host, "docker", "docker started");
    const messages = await untilShipped(host, "messages", "is mounted at /data");
    expect(messages.join("\n")).toMatch(/^find-identity\.sh\[\d+\]: find-identity: this is i-/m);
  });

  test("with every line of a file that is rotated, once and in order", async () => {
    const host = await bench.runningHost();
    const lines = Array.from({ length: 300 }, (_, index) => `line ${index}`);
    const half = (from: number) => `for ((i = ${from}; i < ${from + 150}; i++)); do echo "line $i"; done`;
    const file = "/var/log/ecs/ecs-agent.log";
    await host.exec(`(${half(0)}) >${file}; sleep 2; mv ${file} ${file}.1; (${half(150)}) >${file}`);
    expect(await untilShipped(host, "ecs-agent", "line 299")).toEqual(lines);
  });

  test("with what it had to say to the very end, and goes on after the boot that follows, no line twice", async () => {
    const host = await bench.runningHost();
    await host.powerOff();
    expect((await bench.shipped(host, "messages")).join("\n")).toMatch(
      /release-chain-disk: vol-\w+ is unmounted and detached/,
    );
    await host.start();
    await host.untilClientRuns();
    await host.exec("logger after the boot");
    const messages = await untilShipped(host, "messages", "after the boot");
    expect(messages.filter((line) => line.includes("is unmounted and detached"))).toHaveLength(1);
    expect(messages.filter((line) => line.includes("is mounted at /data"))).toHaveLength(2);
  });

  test("when CloudWatch refuses for a while: all of it afterwards, and the node does not wait", async () => {
    const host = await bench.host();
    let refusing = true;
    host.front.fault = ({ action }) =>
      refusing && action === "PutLogEvents"
        ? { status: 400, code: "ThrottlingException", message: "Rate exceeded" }
        : undefined;
    await host.start();
    await host.untilClientRuns();
    await eventually("a refused call", WAIT_SECONDS, () => (host.front.count("PutLogEvents") > 0 ? true : undefined));
    await host.exec("logger while it refused");
    refusing = false;
    const messages = await untilShipped(host, "messages", "while it refused");
    expect(messages.join("\n")).toContain("find-identity: this is");
  });

  test("also when its disk is refused", async () => {
    const host = await bench.host({ settings: { SEED_SNAPSHOT_ID: "snap-0123456789abcdef0" } });
    await host.start();
    await host.untilRefused();
    await untilShipped(host, "messages", "must not be formatted: SEED_SNAPSHOT_ID is 'snap-0123456789abcdef0'");
  });
});
