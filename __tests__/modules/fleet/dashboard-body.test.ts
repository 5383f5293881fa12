import { type DashboardBodyProps, dashboardBody } from "../../../modules/fleet/dashboard-body";
import { GRID_WIDTH, type MetricLine, type Widget } from "../../../modules/fleet/dashboard-grid";
import { MONITOR_METRICS } from "../../../modules/monitor-contract";
import { only, synthesize } from "../../support/synthesize";

/** What CloudWatch takes. */
const WIDGETS = 500;
const METRICS_A_WIDGET = 500;
const METRICS = 2_500;
const ALARMS_A_WIDGET = 100;

/** The metrics of AWS's own that the plots go by, with their dimensions as AWS documents them. */
const OF_AWS: Readonly<Record<string, readonly [dimensions: readonly string[], metrics: readonly string[]]>> = {
  "AWS/AutoScaling": [["AutoScalingGroupName"], ["GroupInServiceInstances"]],
  "AWS/EBS": [
    ["VolumeId"],
    [
      "BurstBalance",
      "VolumeIOPSExceededCheck",
      "VolumeQueueLength",
      "VolumeReadBytes",
      "VolumeReadOps",
      "VolumeStalledIOCheck",
      "VolumeThroughputExceededCheck",
      "VolumeTotalReadTime",
      "VolumeTotalWriteTime",
      "VolumeWriteBytes",
      "VolumeWriteOps",
    ],
  ],
  "AWS/EC2": [["AutoScalingGroupName"], ["CPUUtilization"]],
  "ECS/ContainerInsights": [
    ["ClusterName", "ServiceName"],
    ["DesiredTaskCount", "MemoryReserved", "MemoryUtilized", "RestartCount", "RunningTaskCount"],
  ],
};

const fleet = (nodes: number): DashboardBodyProps => ({
  name: "fleet",
  region: "eu-central-1",
  clusterName: "fleet",
  serviceName: "geth",
  nodes: Array.from({ length: nodes }, (_, at) => ({
    nodeName: `node-${at}`,
    chainVolumeId: `vol-${String(at).padStart(17, "0")}`,
    groupName: `fleet-node-${at}`,
  })),
  alarmArns: Array.from(
    { length: 3 * nodes + 6 },
    (_, at) => `arn:aws:cloudwatch:eu-central-1:123456789012:alarm:fleet-${at}`,
  ),
});
const one = dashboardBody(fleet(1)).widgets;
const fifty = dashboardBody(fleet(50)).widgets;

const linesOf = ({ properties }: Widget) => properties.metrics ?? [];
/** Those of metrics, without expressions. */
const metricsOf = (widget: Widget) => linesOf(widget).filter(([first]) => typeof first === "string");
const wordsOf = (line: MetricLine) => line.filter((word): word is string => typeof word === "string");

test.each([
  ["one node", one],
  ["fifty nodes", fifty],
])("the widgets of %s fill the grid and overlap nowhere", (_, widgets) => {
  const cells = widgets.flatMap(({ height, width, x, y }) => {
    expect([x, y, width, height].every(Number.isInteger)).toBe(true);
    expect(x + width).toBeLessThanOrEqual(GRID_WIDTH);
    return Array.from({ length: width * height }, (_unused, at) => `${x + (at % width)},${y + Math.floor(at / width)}`);
  });
  expect(new Set(cells).size).toBe(cells.length);
  expect(cells.length).toBe(GRID_WIDTH * Math.max(...widgets.map(({ height, y }) => y + height)));
});

test("what CloudWatch takes holds for fifty nodes", () => {
  expect(fifty.length).toBeLessThanOrEqual(WIDGETS);
  const metrics = fifty.map((widget) => linesOf(widget).length);
  expect(Math.max(...metrics)).toBeLessThanOrEqual(METRICS_A_WIDGET);
  expect(metrics.reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(METRICS);
  const alarms = fifty.map(({ properties }) => (properties.alarms as string[] | undefined)?.length ?? 0);
  expect(Math.max(...alarms)).toBeLessThanOrEqual(ALARMS_A_WIDGET);
  expect(alarms.reduce((sum, count) => sum + count, 0)).toBe(156);
  expect(JSON.stringify({ widgets: fifty }).length).toBeLessThan(1_000_000);
});

test("every metric is the monitor's, a count of the hosts' lines, or AWS's, with the dimensions that it has there", () => {
  const strange = one.flatMap(metricsOf).filter((line) => {
    const [namespace = "", metric = "", ...rest] = wordsOf(line);
    const dimensions = rest.filter((_, at) => at % 2 === 0);
    if (namespace === "fleet") {
      const isOfNode = String(dimensions) === "NodeName" && Object.hasOwn(MONITOR_METRICS, metric);
      return !isOfNode && !(dimensions.length === 0 && ["HostRefusals", "PlannedWork"].includes(metric));
    }
    const [ofAws, metrics] = OF_AWS[namespace] ?? [[], []];
    return String(dimensions) !== String(ofAws) || !metrics.includes(metric);
  });
  expect(strange).toEqual([]);
});

test("every metric of the monitor is shown", () => {
  const shown = new Set(one.flatMap(metricsOf).map((line) => line[1]));
  expect(Object.keys(MONITOR_METRICS).filter((metric) => !shown.has(metric))).toEqual([]);
});

test("every expression goes by metrics that stand in its own plot", () => {
  const expressions = fifty.flatMap((widget) => {
    const options = linesOf(widget).flatMap((line) => line.filter((word) => typeof word !== "string"));
    const ids = options.flatMap(({ id }) => (id === undefined ? [] : [String(id)]));
    expect(new Set(ids).size).toBe(ids.length);
    return options.flatMap(({ expression }) =>
      expression === undefined ? [] : [{ ids, used: String(expression).match(/\bm\w+/g) ?? [] }],
    );
  });
  expect(expressions).toHaveLength(3 * 50);
  expect(expressions.filter(({ ids, used }) => used.length < 2 || used.some((id) => !ids.includes(id)))).toEqual([]);
});

test("outlives every instance: it goes by nodes, volumes and groups", () => {
  const { node } = synthesize({ ETHNODE_NODE_COUNT: "2" });
  const { dashboard_body, dashboard_name } = only(node, "aws_cloudwatch_dashboard");
  expect(dashboard_name).toBe("mainnet-parity-eu-central-1");
  expect(JSON.parse(String(dashboard_body)).widgets).toHaveLength(one.length);
  expect(String(dashboard_body)).toMatch(/aws_ebs_volume\.nodes_node-1_chain_volume_\w+\.id/);
  expect(String(dashboard_body)).not.toMatch(/InstanceId|aws_instance/);
});
