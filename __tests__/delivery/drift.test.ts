import { driftOf } from "../../delivery/drift";
import { asObject, asObjects, type Json } from "../../plan/json";
import { planOf } from "../../plan/read-plan";
import { corpus } from "../review/support/corpus";

const planNamed = (name: string): Json => corpus().find((one) => one.name === name)?.plan ?? {};

/** A real plan of a changed launch template, as it is where the AMI alone has changed: its group follows. */
function newAmi(beside: Json = {}): Json {
  const plan = planNamed("more-hops");
  const resource_changes = asObjects(plan.resource_changes).map((resource) => {
    const change = asObject(resource.change);
    return resource.type === "aws_launch_template"
      ? { ...resource, change: { ...change, after: { ...asObject(change.before), image_id: "ami-0new", ...beside } } }
      : resource;
  });
  return { ...plan, resource_changes };
}

const actionsOf = (plan: Json) =>
  planOf(plan)
    .changes.filter(({ actions }) => actions.includes("update"))
    .map(({ type }) => type)
    .sort();

test("no change is no drift", () => {
  expect(driftOf(planOf(planNamed("no-change")))).toBe("none");
});

test("a new AMI, with the group that follows it, is told apart", () => {
  expect(actionsOf(newAmi())).toEqual(["aws_autoscaling_group", "aws_launch_template"]);
  expect(driftOf(planOf(newAmi()))).toBe("ami");
});

test("a new AMI does not hide what else has changed", () => {
  expect(driftOf(planOf(newAmi({ instance_type: "m7i.large" })))).toBe("drift");
  expect(driftOf(planOf({ ...newAmi(), errored: true }))).toBe("drift");
});

test.each(["more-hops", "disk-deleted-by-hand", "opened-by-hand", "alarm-deleted-by-hand", "disk-moved"])(
  "%s is drift",
  (name) => {
    expect(driftOf(planOf(planNamed(name)))).toBe("drift");
  },
);
