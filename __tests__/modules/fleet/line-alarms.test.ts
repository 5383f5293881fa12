import { MONITOR_METRICS } from "../../../modules/monitor-contract";
import { alarmsOf } from "../../support/alarms";
import { resources, synthesize } from "../../support/synthesize";

const { node } = synthesize({ ETHNODE_NODE_COUNT: "2" });
const filters = resources(node, "aws_cloudwatch_log_metric_filter");

test.each([
  ["chain-halted", "{ $.ChainStalled = 1 }", 60, 3, 3],
  ["finality-old", "{ $.Ready = 1 && $.FinalityAgeSeconds > 1500 }", 60, 3, 3],
  ["disk-fills", "{ $.Ready = 1 && $.DaysUntilFull < 7 }", 3600, 24, 20],
])(
  "%s: counts the lines of the monitors that say so, once for all nodes",
  (kind, pattern, period, periods, toAlarm) => {
    const filter = filters.find(({ name }) => name === `mainnet-parity-${kind}`);
    expect(filter).toMatchObject({
      log_group_name: expect.stringMatching(/^\$\{aws_cloudwatch_log_group\.logs_client_\w+\.name\}$/),
      pattern,
    });
    const metric = filter?.metric_transformation as Record<string, string> | undefined;
    expect(alarmsOf(node).filter(({ alarm_name }) => alarm_name.endsWith(`-${kind}`))).toEqual([
      expect.objectContaining({
        alarm_name: `mainnet-parity-${kind}`,
        namespace: metric?.namespace,
        metric_name: metric?.name,
        statistic: "Sum",
        period,
        evaluation_periods: periods,
        datapoints_to_alarm: toAlarm,
        comparison_operator: "GreaterThanOrEqualToThreshold",
        threshold: 1,
        treat_missing_data: "notBreaching",
      }),
    ]);
  },
);

test("looks for nothing that the monitor does not say", () => {
  const words = filters.flatMap(({ pattern }) => [...String(pattern).matchAll(/\$\.(\w+)/g)].map(([, word]) => word));
  expect(words.length).toBeGreaterThan(4);
  expect(words.filter((word) => !Object.hasOwn(MONITOR_METRICS, String(word)))).toEqual([]);
});
