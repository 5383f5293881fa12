import { readFileSync } from "node:fs";
import { alarmsOf } from "../../support/alarms";
import { synthesize } from "../../support/synthesize";

const alarm = alarmsOf(synthesize().node).find(({ alarm_name }) => alarm_name === "mainnet-parity-planned-work");

test("is on while there are points of planned work, ends with them, and tells nobody", () => {
  expect(alarm).toMatchObject({
    namespace: "mainnet-parity",
    metric_name: "PlannedWork",
    statistic: "Maximum",
    period: 60,
    evaluation_periods: 1,
    threshold: 1,
    treat_missing_data: "notBreaching",
  });
  expect(alarm).not.toHaveProperty("alarm_actions");
  expect(alarm).not.toHaveProperty("dimensions");
});

test("goes by the metric that bin/planned-work writes, without a dimension", () => {
  const program = readFileSync("bin/planned-work", "utf8");
  expect(program).toContain(`\\"MetricName\\":\\"${alarm?.metric_name}\\"`);
  expect(program).not.toMatch(/Dimensions/i);
});
