import type { Settings } from "../settings/settings-of";
import { ownTags } from "./own-tags";
import { keyOrNone, type Variable } from "./variable";

const RETENTION_DAYS = [
  0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/** What an operator or an organisation lays down. */
export function operationVariables({ region }: Settings) {
  return {
    logRetentionDays: {
      name: "log_retention_days",
      type: "number",
      byDefault: 30,
      description: "Days that CloudWatch keeps the logs; 0: for ever.",
      change: "In place; what is older goes.",
      rules: [
        {
          must: `be one of ${RETENTION_DAYS.join(", ")}`,
          holds: `contains(${JSON.stringify(RETENTION_DAYS)}, var.log_retention_days)`,
        },
      ],
    },
    alarmEmail: {
      name: "alarm_email",
      type: "string",
      byDefault: "",
      description: "E-mail address that receives the alarms, after it confirmed the subscription; empty: nobody.",
      change: "A new subscription, which the new address must confirm. [What it gets](alarms.md).",
      rules: [
        {
          must: "be empty or an e-mail address",
          holds: 'can(regex("^([^@ ]+@[^@ ]+\\\\.[^@ ]+)?$", var.alarm_email))',
        },
      ],
    },
    kmsKeyArn: {
      name: "kms_key_arn",
      type: "string",
      byDefault: "",
      description:
        "KMS key that encrypts the logs, the alarms and the hosts' root disks; empty: the keys that AWS manages. Its policy must let these services use it.",
      change:
        "Replaces the instance, whose root disk it is ([a key of your own](runbooks/customer-managed-key.md)). The plan asks KMS whether the key is enabled.",
      rules: [keyOrNone("kms_key_arn", region)],
    },
    permissionsBoundaryArn: {
      name: "permissions_boundary_arn",
      type: "string",
      byDefault: "",
      description: "IAM policy that bounds every role of the stack; empty: none.",
      change: "In place. The plan asks IAM for it, with the rights `iam:GetPolicy` and `iam:GetPolicyVersion`.",
      rules: [
        {
          must: "be empty or the ARN of an IAM policy (arn:aws:iam::<account id>:policy/<name>)",
          holds:
            'can(regex("^(arn:aws[a-z-]*:iam::([0-9]{12}|aws):policy/[0-9A-Za-z_+=,.@/-]+)?$", var.permissions_boundary_arn))',
        },
      ],
    },
    tags: ownTags(
      "Tags of everything that the stack makes and its groups start. A change replaces the instances and keeps the disks.",
      "Replaces the instance.",
    ),
  } as const satisfies Record<string, Variable>;
}
