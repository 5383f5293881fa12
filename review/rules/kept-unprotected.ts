import { asNumber, asObjects, asString, asStrings, canonical, type Json } from "../../plan/json";
import { NODE_TAG, PROJECT_TAG, tagsOf } from "../../plan/nodes";
import type { Change } from "../../plan/plan";
import { fixed, say, type Words } from "../../plan/words";
import { endingOf } from "../ending";
import type { Finding, Rule } from "../finding";
import { allows, statementsIn } from "../policy";
import { INITIALISED_TAG, named } from "../project-facts";

/** What a resource that stays, or is made, loses or lacks. */
type Losses = (change: Change, before: Json, after: Json) => Words[];

const LOSSES: Readonly<Record<string, Losses>> = {
  aws_ebs_volume: (change, before, after) => [
    ...when(
      "final_snapshot" in after && after.final_snapshot !== true && before.final_snapshot !== false,
      say`no final snapshot would precede its end`,
    ),
    ...when(
      after.multi_attach_enabled === true && before.multi_attach_enabled !== true,
      say`two hosts could write to it at once (multi_attach_enabled)`,
    ),
    ...lostTags(change, [PROJECT_TAG, "Name", INITIALISED_TAG]),
  ],
  aws_route53_zone: (change) => lostTags(change, [PROJECT_TAG]),
  aws_eip: (change) => lostTags(change, [NODE_TAG, PROJECT_TAG]),
  aws_s3_bucket: (_, before, after) => [
    ...when(
      after.force_destroy === true && before.force_destroy !== true,
      say`it could be destroyed with all that it holds (force_destroy)`,
    ),
    ...when(
      asObjects(before.versioning).some(({ enabled }) => enabled === true) &&
        asObjects(after.versioning).some(({ enabled }) => enabled === false),
      say`it would keep no old versions`,
    ),
    ...shorterExpiry(asObjects(before.lifecycle_rule), asObjects(after.lifecycle_rule)),
  ],
  aws_s3_bucket_versioning: (_, before, after) => {
    const status = (values: Json) =>
      asObjects(values.versioning_configuration).map((block) => asString(block.status))[0];
    return when(
      status(after) !== "Enabled" && status(before) !== status(after),
      say`the bucket would keep no old versions`,
    );
  },
  aws_s3_bucket_public_access_block: (_, before, after) =>
    ["block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets"].flatMap((flag) =>
      when(after[flag] !== true && before[flag] !== false, say`the bucket could be made public (${flag})`),
    ),
  aws_s3_bucket_ownership_controls: (_, before, after) => {
    const ownership = (values: Json) => asObjects(values.rule).map((block) => asString(block.object_ownership))[0];
    return when(
      ownership(before) === "BucketOwnerEnforced" && ownership(after) !== "BucketOwnerEnforced",
      say`access lists of others would count in the bucket`,
    );
  },
  aws_s3_bucket_policy: (change, before, after) => {
    const denials = (values: Json) => statementsIn(values.policy).filter((statement) => !allows(statement));
    const kept = denials(after).map(canonical);
    return isUnknown(change, "policy")
      ? []
      : denials(before)
          .filter((statement) => !kept.includes(canonical(statement)))
          .map((statement) => say`the bucket's policy would no longer deny ${shownSid(change, statement)}`);
  },
  aws_s3_bucket_lifecycle_configuration: (_, before, after) =>
    shorterExpiry(asObjects(before.rule), asObjects(after.rule)),
  aws_rbin_rule: (_, before, after) => {
    const days = (values: Json) =>
      asObjects(values.retention_period).map((block) => asNumber(block.retention_period_value) ?? 0)[0] ?? 0;
    return [
      ...when(days(after) < days(before), say`the Recycle Bin would keep what is deleted for fewer days`),
      ...when(
        asObjects(before.resource_tags).length > 0 &&
          canonical(before.resource_tags) !== canonical(after.resource_tags),
        say`the Recycle Bin would keep other disks and snapshots than it did`,
      ),
    ];
  },
  aws_ecs_service: (_, before, after) =>
    when(
      (asNumber(after.deployment_maximum_percent) ?? 100) > 100 &&
        asNumber(before.deployment_maximum_percent) !== after.deployment_maximum_percent,
      say`a second client could be started on the same chain disk (deployment_maximum_percent)`,
    ),
  aws_autoscaling_group: (_, before, after) =>
    when(
      (asNumber(after.max_size) ?? 1) > 1 && asNumber(before.max_size) !== asNumber(after.max_size),
      say`a second host could be started for the same chain disk (max_size)`,
    ),
};

/** What protects by being there, and what its end takes away. */
const GUARDS: Readonly<Record<string, string>> = {
  aws_s3_bucket_versioning: "the bucket would keep no old versions",
  aws_s3_bucket_public_access_block: "the bucket could be made public",
  aws_s3_bucket_policy: "the bucket would lose its policy, which denies what is not encrypted on its way",
  aws_s3_bucket_ownership_controls: "access lists of others would count in the bucket",
  aws_rbin_rule: "nothing would keep deleted chain disks and snapshots",
};
/** Records in the state by which a plan for another deployment, or with another zone, is refused. */
const RECORD = /^(state-owner_record|dns_zone-record)(_[0-9A-F]{8})?$/;

export const keptUnprotected: Rule = {
  name: "kept-unprotected",
  level: "forbidden",
  finds:
    "one of these that loses what protects it: final snapshot, tags that rights and the Recycle Bin go by, versions, privacy, the record of whose the state is",
  find: ({ changes }) => changes.flatMap((change) => [...losses(change), ...fallenGuards(change)]),
};

function losses(change: Change): Finding[] {
  const { actions, address, after, before, type } = change;
  const find = LOSSES[type];
  if (find === undefined || after === undefined || !(actions.includes("update") || actions.includes("create"))) {
    return [];
  }
  return find(change, before ?? {}, after).map((text) => ({ resource: address, text: say`${named(change)}: ${text}` }));
}

function fallenGuards(change: Change): Finding[] {
  const { address, name, type } = change;
  const ending = endingOf(change);
  const guard =
    type === "terraform_data" && RECORD.test(name)
      ? "no plan for another deployment, account, region or zone would be refused any more"
      : GUARDS[type];
  return ending === undefined || guard === undefined
    ? []
    : [{ resource: address, text: { parts: [...say`${address} would be ${fixed(ending)}: `.parts, guard] } }];
}

function lostTags(change: Change, keys: readonly string[]): Words[] {
  if (change.before === undefined || change.after === undefined || change.actions.includes("create")) {
    return [];
  }
  const [before, after] = [tagsOf(change.before), tagsOf(change.after)];
  return keys
    .filter(
      (key) =>
        before[key] !== undefined &&
        before[key] !== after[key] &&
        !(isUnknown(change, "tags_all") && key === PROJECT_TAG),
    )
    .map((key) => say`it would lose its tag ${key}, by which it is found and protected`);
}

/** Of what the bucket holds now, and of its old versions. */
function shorterExpiry(before: readonly Json[], after: readonly Json[]): Words[] {
  const current = (rules: readonly Json[]) =>
    rules.some((rule) =>
      asObjects(rule.expiration).some(({ date, days }) => (asNumber(days) ?? 0) > 0 || asString(date) !== ""),
    );
  const old = (rules: readonly Json[]) =>
    Math.min(
      ...rules.flatMap((rule) =>
        asObjects(rule.noncurrent_version_expiration).map(
          ({ days, noncurrent_days }) => asNumber(noncurrent_days) ?? asNumber(days) ?? Number.POSITIVE_INFINITY,
        ),
      ),
    );
  return [
    ...when(current(after) && !current(before), say`what the bucket holds would expire`),
    ...when(before.length > 0 && old(after) < old(before), say`old versions would be kept for fewer days`),
  ];
}

function shownSid(change: Change, statement: Json): string {
  const shown = statementsIn(change.shownBefore).map(({ sid }) => sid);
  return shown.includes(statement.sid) ? (asStrings(statement.sid)[0] ?? "what it did") : "what it did";
}

function isUnknown({ unknown }: Change, attribute: string): boolean {
  const flags = typeof unknown === "object" && unknown !== null ? (unknown as Json)[attribute] : unknown;
  return flags === true;
}

function when(condition: boolean, text: Words): Words[] {
  return condition ? [text] : [];
}
