import { type MonitorMetric, NODE_DIMENSION } from "../monitor-contract";
import { type MetricLine, type Part, placed, row, type Widget } from "./dashboard-grid";
import { REFUSALS } from "./host-refused-alarm";
import type { AlarmedNode } from "./node-alarms";

/** What CloudWatch shows in one widget of alarms. */
const ALARMS_A_WIDGET = 100;
const ALARMS_A_LINE = 6;
const PLOT_HEIGHT = 6;

export interface DashboardBodyProps {
  /** Prefix of every name in AWS, and namespace of the monitor's metrics. */
  readonly name: string;
  readonly region: string;
  readonly clusterName: string;
  readonly serviceName: string;
  readonly nodes: readonly AlarmedNode[];
  /** Whose states are shown. */
  readonly alarmArns: readonly string[];
}

/** What CloudWatch knows of a plot or of one of its lines. */
type Options = Readonly<Record<string, unknown>>;

/**
 * A fleet at a glance: a plot an idea, with a line a node. It goes by what outlives an instance: nodes' names, volumes, groups,
 * the service.
 */
export function dashboardBody(props: DashboardBodyProps): { readonly start: string; readonly widgets: Widget[] } {
  const { clusterName, name, nodes, region, serviceName } = props;
  const plot = (title: string, metrics: MetricLine[], options: Options = {}): Part => ({
    type: "metric",
    properties: {
      title,
      region,
      view: "timeSeries",
      period: 60,
      stat: "Maximum",
      yAxis: { left: { min: 0 } },
      metrics,
      ...options,
    },
  });
  const ofNodes = (title: string, metric: MonitorMetric, options?: Options): Part =>
    plot(
      title,
      nodes.map(({ nodeName }) => [name, metric, NODE_DIMENSION, nodeName, { label: nodeName }]),
      options,
    );
  const ofVolumes = (title: string, metric: string, options?: Options): Part =>
    plot(
      title,
      nodes.map(({ chainVolumeId, nodeName }) => ["AWS/EBS", metric, "VolumeId", chainVolumeId, { label: nodeName }]),
      options,
    );
  const ofGroups = (title: string, namespace: string, metric: string, options: Options): Part =>
    plot(
      title,
      nodes.map(({ groupName, nodeName }) => [
        namespace,
        metric,
        "AutoScalingGroupName",
        groupName,
        { label: nodeName },
      ]),
      options,
    );
  const ofService = (title: string, metrics: readonly string[], options?: Options): Part =>
    plot(
      title,
      metrics.map((metric) => [
        "ECS/ContainerInsights",
        metric,
        "ClusterName",
        clusterName,
        "ServiceName",
        serviceName,
      ]),
      options,
    );
  /** What EBS counts, worked out: in the expression each metric stands under its place in the list. */
  const worked = (title: string, expression: (at: number) => string, ...metrics: string[]): Part =>
    plot(
      title,
      nodes.flatMap(({ chainVolumeId, nodeName }, at) => [
        [{ expression: expression(at), label: nodeName, id: `e${at}` }],
        ...metrics.map((metric, place) => [
          "AWS/EBS",
          metric,
          "VolumeId",
          chainVolumeId,
          { id: `m${place}n${at}`, stat: "Sum", visible: false },
        ]),
      ]),
    );
  const text = (markdown: string): Part => ({ type: "text", properties: { markdown } });
  const verdicts: MonitorMetric[] = [
    "Lagging",
    "Stalled",
    "ChainStalled",
    "OffChain",
    "Unreachable",
    "ClockWrong",
    "PlannedWork",
  ];

  return {
    start: "-PT6H",
    widgets: placed([
      row(
        2,
        text(
          `# ${name}\nWritten by Terraform: a change made here is lost. What to do about an alarm: docs/runbooks of the project.`,
        ),
      ),
      ...inGroupsOf(ALARMS_A_WIDGET, props.alarmArns).map((alarms) =>
        row(2 + Math.ceil(alarms.length / ALARMS_A_LINE), {
          type: "alarm",
          properties: { title: "Alarms that tell a person", alarms },
        }),
      ),
      row(
        PLOT_HEIGHT,
        ofNodes("May be asked: 1, else 0", "Ready", { stat: "Minimum" }),
        ofNodes("Age of the newest block, seconds", "BlockAgeSeconds"),
        ofNodes("Blocks behind the best of fleet and reference", "LagBlocks"),
      ),
      row(
        PLOT_HEIGHT,
        plot(
          "What the verdict says: 1 while it holds",
          nodes.flatMap(({ nodeName }) =>
            verdicts.map((metric) => [name, metric, NODE_DIMENSION, nodeName, { label: `${nodeName} ${metric}` }]),
          ),
        ),
        ofNodes("Blocks that the reference is ahead", "ReferenceDifferenceBlocks", { yAxis: {} }),
        ofNodes("Peers", "Peers", { stat: "Minimum" }),
      ),
      row(
        PLOT_HEIGHT,
        ofNodes("Height", "BlockHeight", { yAxis: {} }),
        ofNodes("Age of the finalized block, seconds", "FinalityAgeSeconds"),
        ofNodes("Ancient blocks verified, %", "AncientBlocksPercent"),
        ofNodes("Clock, seconds off", "ClockOffsetSeconds", { yAxis: {} }),
      ),
      row(1, text("## Chain disks")),
      row(
        PLOT_HEIGHT,
        ofNodes("Space used, %", "DiskUsedPercent"),
        ofNodes("Days until full", "DaysUntilFull", { stat: "Minimum" }),
        ofNodes("Inodes used, %", "InodesUsedPercent"),
      ),
      row(
        PLOT_HEIGHT,
        worked("IOPS", (n) => `(m0n${n}+m1n${n})/PERIOD(m0n${n})`, "VolumeReadOps", "VolumeWriteOps"),
        worked(
          "Throughput, MiB/s",
          (n) => `(m0n${n}+m1n${n})/PERIOD(m0n${n})/1048576`,
          "VolumeReadBytes",
          "VolumeWriteBytes",
        ),
        worked(
          "Latency, ms",
          (n) => `1000*(m0n${n}+m1n${n})/(m2n${n}+m3n${n})`,
          "VolumeTotalReadTime",
          "VolumeTotalWriteTime",
          "VolumeReadOps",
          "VolumeWriteOps",
        ),
        ofVolumes("Queue", "VolumeQueueLength", { stat: "Average" }),
      ),
      row(
        PLOT_HEIGHT,
        ofVolumes("More IOPS wanted than the volume has: 1", "VolumeIOPSExceededCheck"),
        ofVolumes("More throughput wanted than it has: 1", "VolumeThroughputExceededCheck"),
        ofVolumes("Input and output stall: 1", "VolumeStalledIOCheck"),
        ofVolumes("Burst balance, %: gp2 only", "BurstBalance", { stat: "Minimum" }),
      ),
      row(1, text("## Machines and clients")),
      row(
        PLOT_HEIGHT,
        // Every five minutes is what EC2 tells for nothing.
        ofGroups("CPU, %", "AWS/EC2", "CPUUtilization", { period: 300 }),
        ofService("Memory of a task, MiB", ["MemoryUtilized", "MemoryReserved"]),
        ofGroups("Instances in service", "AWS/AutoScaling", "GroupInServiceInstances", { stat: "Minimum" }),
      ),
      row(
        PLOT_HEIGHT,
        ofService("Tasks", ["RunningTaskCount", "DesiredTaskCount"]),
        ofService("Clients started again in place", ["RestartCount"], { stat: "Sum" }),
        plot("Refusals of hosts, and planned work", [
          [name, REFUSALS, { stat: "Sum" }],
          [name, "PlannedWork" satisfies MonitorMetric],
        ]),
        ofNodes("Memory of the monitor, bytes", "MonitorResidentBytes"),
      ),
    ]),
  };
}

function inGroupsOf<Item>(size: number, items: readonly Item[]): Item[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, at) => items.slice(at * size, (at + 1) * size));
}
