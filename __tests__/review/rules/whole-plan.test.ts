import { create, findings } from "../support/findings";
import { resourceChange } from "../support/plan";

describe("the plan as a whole", () => {
  test("of Terraform must say that it is whole; of OpenTofu it cannot", () => {
    const log = create("aws_cloudwatch_log_group.a", {});
    expect(findings([log], { complete: undefined })).toEqual(["incomplete plan"]);
    const tofu = { ...log, provider_name: "registry.opentofu.org/hashicorp/aws" };
    expect(findings([tofu], { complete: undefined })).toEqual(["maybe-incomplete plan"]);
  });

  test("that cannot be applied is refused, and one without changes is not", () => {
    expect(findings([create("aws_cloudwatch_log_group.a", {})], { applyable: false })).toEqual(["errored plan"]);
    expect(
      findings([resourceChange("aws_cloudwatch_log_group.a", ["no-op"], { before: {}, after: {} })], {
        applyable: false,
      }),
    ).toEqual([]);
  });

  test("with a failed check block hurts, and with a failed condition is refused", () => {
    const check = (kind: string) => ({
      address: { kind, to_display: "x" },
      status: "fail",
      instances: [{ problems: [{ message: "why" }] }],
    });
    expect(findings([], { checks: [check("check")] })).toEqual(["check-failed x"]);
    expect(findings([], { checks: [check("resource")] })).toEqual(["errored x"]);
  });

  test("with deferred changes is not whole", () => {
    expect(findings([], { deferred_changes: [{ reason: "unknown", resource_change: { address: "a.b" } }] })).toEqual([
      "incomplete plan",
    ]);
  });
});
