import { MONITOR_METRICS, type MonitorMetric, NODE_DIMENSION, type Status } from "../modules/monitor-contract";
import type { Metrics } from "./metrics";

/** A line in CloudWatch's embedded metric format, without the line break. */
export function embeddedMetrics(namespace: string, status: Status, metrics: Metrics): string {
  const directive = {
    Namespace: namespace,
    Dimensions: [[NODE_DIMENSION]],
    Metrics: (Object.keys(metrics) as MonitorMetric[]).map((name) => {
      const unit = MONITOR_METRICS[name];
      // None is what CloudWatch takes without it; the line is shorter, and of long lines more get lost.
      return unit === "None" ? { Name: name } : { Name: name, Unit: unit };
    }),
  };
  return JSON.stringify({
    _aws: { Timestamp: Date.parse(status.at), CloudWatchMetrics: [directive] },
    [NODE_DIMENSION]: status.nodeName,
    Verdict: status.verdict,
    ...metrics,
  });
}
