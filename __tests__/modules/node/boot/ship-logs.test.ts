import { spawnSync } from "node:child_process";
import { BOOT_DIRECTORY } from "./support/boot-host";

const DAY_MILLISECONDS = 86_400_000;

/** Evaluates a Python expression beside the functions of ship-logs.py. */
function evaluate(expression: string) {
  const program = `
import importlib.util, json, sys
sys.path.insert(0, "${BOOT_DIRECTORY}")
import cloudwatch
spec = importlib.util.spec_from_file_location("ship_logs", "${BOOT_DIRECTORY}/ship-logs.py")
ship_logs = importlib.util.module_from_spec(spec)
spec.loader.exec_module(ship_logs)
globals().update({**vars(cloudwatch), **vars(ship_logs)})
print(json.dumps(${expression}))`;
  const { stdout, stderr } = spawnSync("python3", ["-B", "-c", program], { encoding: "utf8" });
  expect(stderr).toBe("");
  return JSON.parse(stdout);
}

describe("the shipper of logs", () => {
  test("cuts what it ships to what one call of PutLogEvents takes", () => {
    const events = '[{"timestamp": 0, "message": "é" * 100_000}] * 30';
    const sizes: number[] = evaluate(
      `[sum(len(event["message"].encode()) + 26 for event in batch) for batch in batches(${events})]`,
    );
    expect(Math.max(...sizes)).toBeLessThanOrEqual(1_048_576);
    expect(sizes.reduce((sum, size) => sum + size)).toBe(30 * 200_026);
  });

  test("puts no two lines into one call that are more than a day apart", () => {
    const times = [0, 1, DAY_MILLISECONDS - 1, DAY_MILLISECONDS + 2];
    const events = JSON.stringify(times.map((timestamp) => ({ timestamp, message: "x" })));
    const spans: number[] = evaluate(
      `[batch[-1]["timestamp"] - batch[0]["timestamp"] for batch in batches(${events})]`,
    );
    expect(spans).toHaveLength(2);
    expect(Math.max(...spans)).toBeLessThan(DAY_MILLISECONDS);
  });

  test.each([
    [
      "messages",
      { _SYSTEMD_UNIT: "ssh.service", SYSLOG_IDENTIFIER: "sshd", _PID: "7", MESSAGE: "text" },
      "sshd[7]: text",
    ],
    ["dmesg", { _TRANSPORT: "kernel", SYSLOG_IDENTIFIER: "kernel", MESSAGE: "text" }, "text"],
    ["docker", { _SYSTEMD_UNIT: "docker.service", MESSAGE: "text" }, "text"],
    ["ecs-agent", { _SYSTEMD_UNIT: "log-file@ecs-agent.service", MESSAGE: "text" }, "text"],
    ["audit", { _SYSTEMD_UNIT: "log-file@audit.service", MESSAGE: [104, 105, 255] }, "hi\uFFFD"],
    ["docker", { _SYSTEMD_UNIT: "docker.service", MESSAGE: ["one", "two"] }, "one\ntwo"],
    ["docker", { _SYSTEMD_UNIT: "docker.service", MESSAGE: ["one", [104, 105, 255]] }, "one\nhi\uFFFD"],
    ["docker", { _SYSTEMD_UNIT: "docker.service", MESSAGE: null }, ""],
  ])("puts into %s what comes from there", (stream, entry, text) => {
    const literal = `json.loads(${JSON.stringify(JSON.stringify(entry))})`;
    expect(evaluate(`[stream_of(${literal}), text_of(${literal})]`)).toEqual([stream, text]);
  });

  test("cuts a line that is longer than an event may be", () => {
    expect(evaluate('len(text_of({"_TRANSPORT": "kernel", "MESSAGE": "é" * 200_000}).encode())')).toBe(200_000);
  });
});
