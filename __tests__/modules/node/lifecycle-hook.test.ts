import { readFileSync } from "node:fs";
import path from "node:path";
import { only, synthesize } from "../../support/synthesize";

const group = only(synthesize().node, "aws_autoscaling_group") as {
  initial_lifecycle_hook: Record<string, unknown>[];
  lifecycle: { ignore_changes: string[] };
};

test("a group is not replaced for its hook, which no import reads", () => {
  expect(group.lifecycle.ignore_changes).toEqual(["initial_lifecycle_hook"]);
});

test("the runbook locked-state sets the very hook that a new group gets", () => {
  const runbook = readFileSync(path.join(__dirname, "../../../docs/runbooks/locked-state.md"), "utf8");
  const [, options] = /^aws autoscaling put-lifecycle-hook ((?:.*\\\n)*.*)$/m.exec(runbook) ?? [];
  const given = Object.fromEntries(
    [...String(options).matchAll(/--([a-z-]+) (\S+)/g)].map(([, option, value]) => [option, value]),
  );
  expect(group.initial_lifecycle_hook).toEqual([
    {
      name: given["lifecycle-hook-name"],
      lifecycle_transition: given["lifecycle-transition"],
      heartbeat_timeout: Number(given["heartbeat-timeout"]),
      default_result: given["default-result"],
    },
  ]);
});
