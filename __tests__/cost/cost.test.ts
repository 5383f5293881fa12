import { costOf } from "../../cost/cost";
import { costLines } from "../../cost/cost-lines";
import { PRICE_SOURCES, PRICED_REGIONS, PRICES_DATE, pricesOf } from "../../cost/price-table";
import { executionClients } from "../../modules/clients/catalogue";
import { MONITOR_METRICS } from "../../modules/monitor-contract";
import type { Json } from "../../plan/json";
import { planOf } from "../../plan/read-plan";
import { inTerminal } from "../../plan/words";
import { corpus } from "../review/support/corpus";
import { planJson, resourceChange } from "../review/support/plan";

const inRegion = (region: string): Json => ({
  configuration: { provider_config: { aws: { name: "aws", expressions: { region: { constant_value: region } } } } },
});
function cost(changes: readonly Json[], region = "us-east-1") {
  const { lines, unknown } = costOf(planOf(planJson(changes, inRegion(region))));
  return {
    lines: Object.fromEntries(
      lines.map(({ after, before, what }) => [
        inTerminal(what),
        [before, after].map((sum) => Math.round(sum * 100) / 100),
      ]),
    ),
    unknown: unknown.map(inTerminal),
  };
}
const created = (address: string, after: Json) => resourceChange(address, ["create"], { after });
const disk = (values: Json) =>
  created("aws_ebs_volume.nodes_node-0_chain_volume_D6DCC972", {
    type: "gp3",
    iops: 3000,
    throughput: 125,
    size: 100,
    ...values,
  });
const host = (type: string, count = 1) => [
  created("aws_autoscaling_group.nodes_node-0_host_group_00000000", { desired_capacity: count }),
  created("aws_launch_template.nodes_node-0_host_template_00000000", {
    instance_type: type,
    block_device_mappings: [{ ebs: [{ volume_size: 30 }] }],
    network_interfaces: [{ associate_public_ip_address: "true" }],
  }),
];

test("every machine of the catalogue has a price in every region of the table", () => {
  const machines = Object.values(executionClients).flatMap(({ chains }) =>
    Object.values(chains).flatMap((types) =>
      Object.values(types).flatMap(({ instanceType }) => Object.values(instanceType)),
    ),
  );
  const missing = PRICED_REGIONS.flatMap((region) =>
    machines.filter((type) => pricesOf(region)?.instanceHour[type] === undefined).map((type) => `${type} in ${region}`),
  );
  expect([...new Set(missing)]).toEqual([]);
});

test("the table has its day and its sources", () => {
  expect(PRICED_REGIONS).toEqual(expect.arrayContaining(["eu-central-1", "us-east-1"]));
  expect(PRICES_DATE).toMatch(/^\d{4}-\d{2}-\d{2}$/);
  expect(Object.values(PRICE_SOURCES).filter((url) => !url.startsWith("https://aws.amazon.com/"))).toEqual([]);
});

test("a disk: space, and the IOPS and throughput above those that are free", () => {
  expect(cost([disk({ iops: 10_000, throughput: 500 })]).lines).toEqual({
    "chain disk of node-0, space": [0, 8],
    "chain disk of node-0, IOPS and throughput": [0, 50],
  });
});

test("a host: instance, root disk and public address", () => {
  expect(cost(host("r8g.2xlarge")).lines).toEqual({
    "instances r8g.2xlarge": [0, 344.03],
    "root disks": [0, 2.4],
    "public IPv4 addresses": [0, 3.65],
  });
});

test("a paused node costs no host, and an address of its own is billed once", () => {
  expect(cost(host("r8g.2xlarge", 0)).lines).toEqual({});
  const address = created("aws_eip.nodes_node-0_elastic-ip_address_00000000", {});
  expect(cost([...host("t3.medium"), address]).lines["public IPv4 addresses"]).toEqual([0, 3.65]);
});

test("alarms: one on a metric, and one on other alarms, which costs five times as much", () => {
  const one = created("aws_cloudwatch_metric_alarm.a", {});
  const composite = created("aws_cloudwatch_composite_alarm.b", {});
  expect(cost([one, composite]).lines).toEqual({ alarms: [0, 0.6] });
});

test("monitors: the metrics of each node that runs, and none where there are no monitors or the node is paused", () => {
  const composite = created("aws_cloudwatch_composite_alarm.b", {});
  const monthly = Math.round(Object.keys(MONITOR_METRICS).length * 30) / 100;
  expect(cost([...host("t3.medium"), composite]).lines["metrics of the monitors"]).toEqual([0, monthly]);
  expect(cost(host("t3.medium")).lines).not.toHaveProperty("metrics of the monitors");
  expect(cost([...host("t3.medium", 0), composite]).lines).toEqual({ alarms: [0, 0.5] });
});

test("a dashboard is free for most accounts, which is said and not counted", () => {
  expect(cost([created("aws_cloudwatch_dashboard.a", {})])).toEqual({
    lines: {},
    unknown: ["dashboards: $3.00 each beyond the three that an account has for nothing"],
  });
});

test("what it does not know it says", () => {
  expect(cost(host("x9.large")).unknown).toContain("the instance of node-0: no price of x9.large in the table");
  expect(cost([created("aws_nat_gateway.a", {})]).unknown).toContain("aws_nat_gateway: no price in the table");
  expect(cost([disk({ type: "io2" })]).unknown).toContain(
    "the chain disk of node-0: no price of its type in the table, or its size is not known",
  );
  expect(cost([disk({})], "eu-west-3")).toEqual({ lines: {}, unknown: ["no prices of eu-west-3 are in the table"] });
  expect(cost(host("r8g.2xlarge"), "eu-central-1").unknown).toContain(
    "the price of r8g.2xlarge here is an estimate, after that of the generation before",
  );
});

test("a sum that lacks a price is no sum", () => {
  const said = (changes: readonly Json[]) =>
    inTerminal(costLines(costOf(planOf(planJson(changes, inRegion("us-east-1")))))[0]?.words ?? { parts: [] });
  expect(said([disk({})])).toBe("in all: $0.00 → $8.00 (+$8.00)");
  expect(said([disk({}), ...host("x9.large")])).toBe("in all: $0.00 → at least $14.05; not everything has a price");
});

test("what is only forgotten is billed on", () => {
  const disk = resourceChange("aws_ebs_volume.nodes_a_x", ["forget"], { before: { type: "gp3", size: 100 } });
  expect(cost([disk]).lines).toEqual({ "chain disk of a, space": [8, 8] });
});

test("a disk that ends leaves a final snapshot to pay", () => {
  const gone = resourceChange("aws_ebs_volume.a", ["delete"], { before: { type: "gp3", size: 100 } });
  expect(cost([gone]).unknown).toContain("final snapshots of disks that end: at most $5.00");
});

test("no plan of the corpus has a type without a price or a word about it, but those that were added by hand", () => {
  const unknown = corpus().flatMap(({ plan }) => costOf(planOf(plan)).unknown.map(inTerminal));
  const types = [...new Set(unknown.filter((text) => text.endsWith(": no price in the table")))].sort();
  expect(types).toEqual(
    ["aws_dynamodb_table", "aws_kms_key", "aws_route_table", "aws_sqs_queue"].map(
      (type) => `${type}: no price in the table`,
    ),
  );
});
