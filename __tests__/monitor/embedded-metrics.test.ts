import { MONITOR_METRICS, NODE_DIMENSION, type Verdict } from "../../modules/monitor-contract";
import { embeddedMetrics } from "../../monitor/embedded-metrics";
import { metricsOf } from "../../monitor/metrics";
import { STATUS, UNKNOWN_STATUS } from "./support/status";

const line = (status = STATUS) => embeddedMetrics("mainnet-parity", status, metricsOf(status, 50_000_000));

/** The units of MetricDatum, in the reference of CloudWatch's API. */
const UNITS =
  /^(None|Percent|(Micro|Milli)seconds|Seconds|(Count|Bytes|Bits|(Kilo|Mega|Giga|Tera)(bytes|bits))(\/Second)?)$/;

/**
 * What the specification of the embedded metric format requires of a document ("Specification: Embedded metric format", Amazon
 * CloudWatch User Guide, with its JSON schema): each rule that a line breaks.
 */
function brokenRules(text: string): string[] {
  const broken: string[] = [];
  const rule = (name: string, holds: boolean) => {
    if (!holds) {
      broken.push(name);
    }
  };
  rule("one line", !text.includes("\n"));
  rule("less than 256 KB", Buffer.byteLength(text) < 256 * 1024);
  const root = JSON.parse(text);
  const { CloudWatchMetrics: directives, Timestamp: timestamp, ...more } = root._aws;
  rule("_aws holds no other member", Object.keys(more).length === 0);
  rule("Timestamp is in whole milliseconds", Number.isInteger(timestamp) && timestamp > 1e12 && timestamp < 1e13);
  rule("CloudWatchMetrics is a list", Array.isArray(directives) && directives.length > 0);
  for (const { Dimensions: sets, Metrics: metrics, Namespace: namespace, ...others } of directives) {
    rule("a directive holds no other member", Object.keys(others).length === 0);
    rule("Namespace has 1 to 1024 characters", namespace.length >= 1 && namespace.length <= 1024);
    rule(
      "each of Dimensions is a list of at most 30",
      sets.length > 0 && sets.every((set: string[]) => set.length <= 30),
    );
    rule("at most 100 Metrics", metrics.length <= 100);
    for (const dimension of sets.flat()) {
      const value = root[dimension];
      rule(`${dimension} is a text of 1 to 1024 characters`, typeof value === "string" && /^.{1,1024}$/.test(value));
    }
    for (const { Name: name, StorageResolution: resolution, Unit: unit, ...rest } of metrics) {
      rule(`${name} holds no other member`, Object.keys(rest).length === 0);
      rule(`${name} has a known unit`, unit === undefined || UNITS.test(unit));
      rule(`${name} has a resolution of 1 or 60`, [undefined, 1, 60].includes(resolution));
      rule(`${name} is a number on the root`, Number.isFinite(root[name]));
    }
    const names = metrics.map(({ Name: name }: { Name: string }) => name);
    rule("no metric twice", new Set(names).size === names.length);
  }
  return broken;
}

test.each([
  ["everything", STATUS],
  ["as little as can be", UNKNOWN_STATUS],
])("keeps every rule of the published schema where %s is known", (_, status) => {
  expect(brokenRules(line(status))).toEqual([]);
});

test("the rules can be broken", () => {
  const document = JSON.parse(line());
  document._aws.Timestamp = 1_795_801_881;
  document.Peers = "25";
  document._aws.CloudWatchMetrics[0].Metrics[9].Unit = "Furlongs";
  expect(brokenRules(JSON.stringify(document))).toHaveLength(3);
});

test("has every metric of the contract, with its unit, and the node's name", () => {
  const document = JSON.parse(line());
  const metrics: { Name: string; Unit?: string }[] = document._aws.CloudWatchMetrics[0].Metrics;
  expect(Object.fromEntries(metrics.map(({ Name, Unit }) => [Name, Unit ?? "None"]))).toEqual(MONITOR_METRICS);
  expect(document).toMatchObject({ [NODE_DIMENSION]: "node-0", Verdict: "synced", Ready: 1, LagBlocks: 0, Peers: 25 });
});

test("leaves out what is not known", () => {
  const document = JSON.parse(line(UNKNOWN_STATUS));
  expect(Object.keys(document)).not.toContain("BlockHeight");
  expect(document).toMatchObject({ Ready: 0, Unreachable: 1 });
});

test.each([
  ["lagging", "Lagging"],
  ["stalled", "Stalled"],
  ["chain-stalled", "ChainStalled"],
  ["forked", "OffChain"],
  ["wrong-chain", "OffChain"],
  ["unreachable", "Unreachable"],
  ["clock-wrong", "ClockWrong"],
  ["planned-work", "PlannedWork"],
  ["catching-up", undefined],
] as const)("while it is %s, %s alone is 1", (verdict: Verdict, metric) => {
  const metrics = metricsOf({ ...STATUS, verdict }, 1);
  const flags = ["Lagging", "Stalled", "ChainStalled", "OffChain", "Unreachable", "ClockWrong", "PlannedWork"] as const;
  expect(flags.filter((flag) => metrics[flag] === 1)).toEqual(metric === undefined ? [] : [metric]);
});

// Docker's buffer of the non-blocking awslogs driver has 1 MB by default: at 12 s a line, two hours of CloudWatch not answering.
test("a line is so short that two hours of them fit into the log driver's buffer", () => {
  expect(Buffer.byteLength(line()) * (7_200 / 12)).toBeLessThan(1024 * 1024);
});
