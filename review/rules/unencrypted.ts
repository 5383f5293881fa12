import { asList, asObject, asObjects, isObject } from "../../plan/json";
import type { Change } from "../../plan/plan";
import { say } from "../../plan/words";
import { endingOf } from "../ending";
import type { Finding, Rule } from "../finding";
import { named } from "../project-facts";

/** What says whether something is encrypted, of any type. */
const SWITCHES = [
  "encrypted",
  "storage_encrypted",
  "at_rest_encryption_enabled",
  "transit_encryption_enabled",
  "encryption_enabled",
];
/** Types in which silence may mean no. */
const MUST_SAY: Readonly<Record<string, string>> = {
  aws_ebs_volume: "encrypted",
  aws_efs_file_system: "encrypted",
  aws_ebs_snapshot_copy: "encrypted",
  aws_db_instance: "storage_encrypted",
  aws_rds_cluster: "storage_encrypted",
  aws_docdb_cluster: "storage_encrypted",
  aws_neptune_cluster: "storage_encrypted",
  aws_redshift_cluster: "encrypted",
  aws_elasticache_replication_group: "at_rest_encryption_enabled",
};
/** Keys without which these are open to whoever may read the service. */
const OWN_KEYS: Readonly<Record<string, string>> = {
  aws_cloudwatch_log_group: "kms_key_id",
  aws_sns_topic: "kms_master_key_id",
  aws_sqs_queue: "kms_master_key_id",
};
/** Blocks of disks that come with a host. */
const DISK_BLOCKS = ["root_block_device", "ebs_block_device"];
const SERVER_SIDE = "aws_s3_bucket_server_side_encryption_configuration";

export const unencrypted: Rule = {
  name: "unencrypted",
  level: "forbidden",
  finds: "anything that is not encrypted, or no longer: disks, root disks, buckets, parameters",
  find: ({ changes }) =>
    changes.flatMap((change): Finding[] => {
      const reasons = reasonsOf(change);
      return reasons.map((reason) => ({
        resource: change.address,
        text: say`${named(change)} would NOT be ENCRYPTED (${reason})`,
      }));
    }),
};

function reasonsOf(change: Change): string[] {
  const { actions, after, before, type, unknown } = change;
  const ending = endingOf(change);
  if (type === SERVER_SIDE && (ending === "destroyed" || ending === "forgotten")) {
    return ["the bucket's encryption is removed"];
  }
  if (after === undefined || !(actions.includes("create") || actions.includes("update"))) {
    return [];
  }
  const required = MUST_SAY[type];
  const flags = asObject(unknown);
  return [
    ...switchedOff(after, before),
    ...(required !== undefined && isSilent(after[required]) && mayBeOff(change, required)
      ? [`${required} is not set`]
      : []),
    ...lostKey(change),
    ...hostDisks(change),
    ...(type === "aws_ssm_parameter" && before?.type === "SecureString" && after.type !== "SecureString"
      ? ["type"]
      : []),
    ...(type === "aws_kinesis_stream" && after.encryption_type === "NONE" && before?.encryption_type !== "NONE"
      ? ["encryption_type"]
      : []),
    ...(type === "aws_s3_bucket" &&
    asList(before?.server_side_encryption_configuration).length > 0 &&
    asList(after.server_side_encryption_configuration).length === 0 &&
    flags.server_side_encryption_configuration !== true
      ? ["server_side_encryption_configuration"]
      : []),
  ];
}

/** What is made anew goes by a default that nobody sees; what is there stays as it is where nothing else is said. */
function mayBeOff({ actions, before, unknown }: Change, attribute: string): boolean {
  return actions.includes("create") || (isOn(before?.[attribute]) && asObject(unknown)[attribute] !== true);
}

function lostKey({ after, before, type, unknown }: Change): string[] {
  const key = OWN_KEYS[type];
  const isLost =
    key !== undefined && !isSilent(before?.[key]) && isSilent(after?.[key]) && asObject(unknown)[key] !== true;
  return isLost ? [`${key} is taken away`] : [];
}

/** Switches at any depth that are off and were not. */
function switchedOff(after: unknown, before: unknown): string[] {
  if (Array.isArray(after)) {
    return after.flatMap((item, index) => switchedOff(item, asList(before)[index]));
  }
  if (!isObject(after)) {
    return [];
  }
  return Object.entries(after).flatMap(([key, value]) => {
    const old = asObject(before)[key];
    return SWITCHES.includes(key) ? (isOff(value) && !isOff(old) ? [key] : []) : switchedOff(value, old);
  });
}

/** Disks of a host that say nothing, and so go by a default that nobody sees. */
function hostDisks({ after, before, type }: Change): string[] {
  const disks = (values: unknown) => [
    ...DISK_BLOCKS.flatMap((key) => asObjects(asObject(values)[key])),
    ...asObjects(asObject(values).block_device_mappings).flatMap(({ ebs }) => asObjects(ebs)),
  ];
  if (!["aws_launch_template", "aws_instance", "aws_launch_configuration"].includes(type)) {
    return [];
  }
  const old = disks(before);
  const silent = disks(after).some(
    ({ encrypted }, index) => isSilent(encrypted) && !(index in old && isSilent(old[index]?.encrypted)),
  );
  return silent ? ["encrypted is not set for a disk of the host"] : [];
}

const isSilent = (value: unknown) => value === undefined || value === null || value === "";
const isOff = (value: unknown) => value === false || value === "false";
const isOn = (value: unknown) => value === true || value === "true";
