import { type Change, isUntouched, type Plan } from "../plan/plan";
import { differences } from "../review/differences";

/** How AWS differs from what the commit says. */
export type Drift = "none" | "ami" | "drift";

/** What a new AMI brings with it, beside the id: the template's next version, and the group that follows it. */
const FOLLOWS_AMI: Readonly<Record<string, readonly string[]>> = {
  aws_launch_template: ["image_id", "latest_version", "default_version"],
  aws_autoscaling_group: ["launch_template"],
};

/** Tells a new AMI, which AWS publishes every week or two, from what somebody changed. */
export function driftOf({ changes, deferred, errored }: Plan): Drift {
  const moved = changes.filter(
    (change) => !isUntouched(change) || change.previousAddress !== undefined || change.importId !== undefined,
  );
  if (errored || deferred.length > 0) {
    return "drift";
  }
  if (moved.length === 0) {
    return "none";
  }
  const isNewAmi = moved.some((change) => attributesOf(change).includes("image_id"));
  return isNewAmi && moved.every(isOfAmi) ? "ami" : "drift";
}

function isOfAmi(change: Change): boolean {
  const { actions, importId, previousAddress, type } = change;
  const follows = FOLLOWS_AMI[type] ?? [];
  return (
    actions.join() === "update" &&
    importId === undefined &&
    previousAddress === undefined &&
    attributesOf(change).every((attribute) => follows.includes(attribute))
  );
}

function attributesOf(change: Change): string[] {
  return differences(change).map(({ attribute }) => attribute);
}
