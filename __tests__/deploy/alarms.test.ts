import { spawnSync } from "node:child_process";
import path from "node:path";
import { Emulator } from "../../lab/emulator/emulator";
import { ensureShellPrograms } from "../../lab/shell/shell-programs";
import { PROJECT_ROOT } from "../../machine/state-dir";
import { LabUnderTest } from "../support/lab-under-test";
import { startLocalAws } from "../support/start-local-aws";

/** The alarms and the dashboard of two nodes in the local AWS, which keeps them and works their states out. No node runs. */

const lab = new LabUnderTest();
const NAME = "mainnet-parity";
/** The last of the minutes that bin/planned-work takes. */
const MAXIMUM_MINUTES = 115;
let endpoint: string;
let programs: string;

beforeAll(async () => {
  await startLocalAws(lab);
  endpoint = new Emulator(lab.state, lab.session.port).endpoint;
  programs = await ensureShellPrograms(lab.state, lab.session);
  await lab.synthesize({ ETHNODE_IMAGE: "ghcr.io/acme/geth:1", ETHNODE_NODE_COUNT: "2" });
  await lab.stack.init("-reconfigure");
  const { exitCode, stderr } = await lab.apply();
  expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
});
afterAll(() => {
  lab.lab("down");
});

const alarms = () => {
  const found = lab.aws("cloudwatch", "describe_alarms", {
    AlarmTypes: ["CompositeAlarm", "MetricAlarm"],
    MaxRecords: 100,
  });
  return [...found.CompositeAlarms, ...found.MetricAlarms];
};
const state = (kind: string) => alarms().find(({ AlarmName }) => AlarmName === `${NAME}-${kind}`)?.StateValue;
const setState = (kind: string, StateValue: string) =>
  lab.aws("cloudwatch", "set_alarm_state", { AlarmName: `${NAME}-${kind}`, StateValue, StateReason: "a test" });
/** A node's disk, a point a minute, the first of which is half a minute old. */
const fill = (node: string, ...percents: number[]) =>
  lab.aws("cloudwatch", "put_metric_data", {
    Namespace: NAME,
    MetricData: percents.map((Value, minute) => ({
      MetricName: "DiskUsedPercent",
      Value,
      Timestamp: new Date(Date.now() - 60_000 * (minute + 0.5)).toISOString(),
      Dimensions: [{ Name: "NodeName", Value: node }],
    })),
  });

/** Lines of a monitor in the clients' log, a line a minute, the newest of which is half a minute old. */
function write(minutes: number, metrics: Record<string, number>): void {
  const group = { logGroupName: `/${NAME}/client`, logStreamName: "monitor" };
  lab.aws("logs", "create_log_stream", group);
  const logEvents = Array.from({ length: minutes }, (_, minute) => {
    const timestamp = Date.now() - 60_000 * (minutes - minute - 0.5);
    const Metrics = Object.keys(metrics).map((Name) => ({ Name }));
    const directive = { Namespace: NAME, Dimensions: [["NodeName"]], Metrics };
    const _aws = { Timestamp: timestamp, CloudWatchMetrics: [directive] };
    return { timestamp, message: JSON.stringify({ _aws, NodeName: "node-1", ...metrics }) };
  });
  lab.aws("logs", "put_log_events", { ...group, logEvents });
}

function plannedWork(argument: string, settings: Record<string, string> = {}) {
  const { status, stderr, stdout } = spawnSync("bin/planned-work", [argument], {
    cwd: PROJECT_ROOT,
    encoding: "utf8",
    timeout: 180_000,
    env: {
      ...process.env,
      PATH: `${programs}${path.delimiter}${process.env.PATH}`,
      AWS_ENDPOINT_URL: endpoint,
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
      AWS_DEFAULT_REGION: "eu-central-1",
      ...settings,
    },
  });
  return { status, stdout, stderr };
}

test("a second plan finds alarms, dashboard and the groups' metrics as they shall be", async () => {
  expect(await lab.plan()).toEqual({});
  expect(lab.addressesOf("aws_cloudwatch_composite_alarm")).toHaveLength(3);
});

test("the dashboard is kept as it was made, with the volumes that there are", () => {
  const { DashboardBody } = lab.aws("cloudwatch", "get_dashboard", { DashboardName: `${NAME}-eu-central-1` });
  const text = JSON.stringify(JSON.parse(DashboardBody).widgets);
  const volumes = Object.values(lab.chainVolumes()).map(({ VolumeId }) => VolumeId);
  expect(volumes).toHaveLength(2);
  expect(volumes.filter((volume) => !text.includes(volume))).toEqual([]);
  expect(text).not.toContain("${");
});

test.each(["lagging", "stalled", "off-chain", "unreachable", "clock-wrong", "no-data", "instance-gone"])(
  "%s of a node sets its own waking alarm off, and ends it",
  (kind) => {
    setState(`node-1-${kind}`, "ALARM");
    expect([state("node-0-hurts"), state("node-1-hurts")]).toEqual(["OK", "ALARM"]);
    setState(`node-1-${kind}`, "OK");
    expect(state("node-1-hurts")).toBe("OK");
  },
);

test("a second cause does not set it off anew, and a disk that fills does not set it off at all", () => {
  setState("node-0-lagging", "ALARM");
  const since = () => alarms().find(({ AlarmName }) => AlarmName === `${NAME}-node-0-hurts`)?.StateReason;
  const first = since();
  setState("node-0-stalled", "ALARM");
  setState("node-0-disk-nearly-full", "ALARM");
  expect(since()).toBe(first);
  setState("node-0-lagging", "OK");
  expect(state("node-0-hurts")).toBe("ALARM");
  setState("node-0-stalled", "OK");
  expect(state("node-0-hurts")).toBe("OK");
});

test("a disk that has been 90 % full for five minutes sets off the alarm of its node alone", () => {
  fill("node-0", 90, 20, 90, 90, 90);
  fill("node-1", 90, 90, 90, 90, 90);
  expect([state("node-0-disk-nearly-full"), state("node-1-disk-nearly-full")]).toEqual(["OK", "ALARM"]);
});

test("what a monitor prints is metrics, alarms of its node, and of the chain what any node says", () => {
  expect([state("node-1-off-chain"), state("finality-old")]).toEqual(["OK", "INSUFFICIENT_DATA"]);
  write(3, { Ready: 1, OffChain: 1, FinalityAgeSeconds: 1600 });
  expect([state("node-1-off-chain"), state("node-1-hurts")]).toEqual(["ALARM", "ALARM"]);
  expect([state("node-0-off-chain"), state("node-0-hurts")]).toEqual(["INSUFFICIENT_DATA", "OK"]);
  expect([state("finality-old"), state("chain-halted")]).toEqual(["ALARM", "INSUFFICIENT_DATA"]);
});

test("bin/planned-work writes a point a minute up to the end, so it is on at once and ends by itself", () => {
  expect(state("planned-work")).toBe("INSUFFICIENT_DATA");
  const before = Math.floor(Date.now() / 1000);
  const { status, stderr, stdout } = plannedWork(String(MAXIMUM_MINUTES));
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  const [, end = ""] = /^the nodes of mainnet-parity wake nobody until (\S+)\n$/.exec(stdout) ?? [];
  expect(Date.parse(end) / 1000 - before).toBeGreaterThanOrEqual(60 * MAXIMUM_MINUTES);
  expect(state("planned-work")).toBe("ALARM");
  const { Datapoints } = lab.aws("cloudwatch", "get_metric_statistics", {
    Namespace: NAME,
    MetricName: "PlannedWork",
    StartTime: new Date(1000 * (before - 60)).toISOString(),
    EndTime: new Date(Date.parse(end) + 60_000).toISOString(),
    Period: 60,
    Statistics: ["Maximum"],
  });
  expect(Datapoints).toHaveLength(MAXIMUM_MINUTES + 1);
  const last = Math.max(...Datapoints.map(({ Timestamp }: { Timestamp: string }) => Date.parse(Timestamp)));
  expect(last).toBeLessThanOrEqual(Date.parse(end));
});

test.each(["0", "116", "1.5", "-5", "ten", ""])("bin/planned-work refuses %p minutes and writes nothing", (minutes) => {
  const { status, stderr } = plannedWork(minutes);
  expect({ status, stderr }).toEqual({
    status: 1,
    stderr: `planned-work: MINUTES must be a whole number from 1 to 115; got '${minutes}'\n`,
  });
});

test("bin/planned-work refuses a deployment whose alarm is not there, as its silence would be none", () => {
  expect(plannedWork("5", { ETHNODE_NAME: "other" })).toMatchObject({
    status: 1,
    stderr: expect.stringMatching(/^planned-work: ETHNODE_NAME must be .* there is no alarm other-planned-work\n$/),
  });
});
