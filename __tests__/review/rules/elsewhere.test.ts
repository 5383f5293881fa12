import { findings, update } from "../support/findings";

describe("elsewhere", () => {
  test("a resource's own region, as the provider has it since 6.0", () => {
    const log = "aws_cloudwatch_log_group.a";
    expect(findings([update(log, { region: "eu-central-1" }, { region: "us-east-1" })])).toEqual([
      `region-changed ${log}`,
    ]);
  });

  test("the output region", () => {
    const output_changes = {
      region: {
        actions: ["update"],
        before: "eu-central-1",
        after: "us-east-1",
        before_sensitive: false,
        after_sensitive: false,
      },
    };
    expect(findings([], { output_changes })).toEqual(["region-changed plan"]);
  });
});
