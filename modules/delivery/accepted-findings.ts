import { type CiPlatform, ISSUERS } from "./ci-trust";

/** Day on which somebody last looked at the reasons. */
export const JUDGED = "2026-11-27";

type Reasons = Readonly<Record<string, string>>;

const each = (check: string, subjects: readonly string[], reason: string): Reasons =>
  Object.fromEntries(subjects.map((subject) => [`${check} ${subject}`, reason]));

const OF_ALL = "AWS makes composite alarms, and tells of them, only for who may do so with every alarm";
const APART = "EC2 asks for the right on each resource apart; the statement beside it has the others";

/** Why the findings of checkov and parliament in the policies of the delivery are none to mend, by policy. */
export function acceptedInPolicies(pushesImages: boolean, endsVolumes: boolean): Readonly<Record<string, Reasons>> {
  const made = ["CreateSecurityGroup", "CreateVolume", "RunInstances", ...(endsVolumes ? ["CreateSnapshot"] : [])];
  const onRoles = [
    "iam:addroletoinstanceprofile",
    "iam:createinstanceprofile",
    "iam:createrole",
    "iam:createservicelinkedrole",
    "iam:deleteinstanceprofile",
    "iam:deleterole",
    "iam:deleterolepolicy",
    "iam:passrole",
    "iam:putrolepermissionsboundary",
    "iam:putrolepolicy",
    "iam:removerolefrominstanceprofile",
    "iam:updaterole",
    "iam:updateroledescription",
  ];
  return {
    read: {
      CKV_AWS_356: OF_ALL,
      "RESOURCE_STAR cloudwatch:DescribeAlarms": OF_ALL,
      ...(pushesImages
        ? { "CREDENTIALS_EXPOSURE ecr:getauthorizationtoken": "the login to ECR, with which Docker looks for images" }
        : {}),
    },
    preflight: {
      "UNKNOWN_ACTION Unknown action freetier:GetAccountPlanState":
        "newer than parliament; the evaluator of the tests knows it",
    },
    machines: each(
      "RESOURCE_MISMATCH",
      made.map((verb) => `ec2:${verb}`),
      APART,
    ),
    roles: {
      ...each(
        "PERMISSIONS_MANAGEMENT_ACTIONS",
        onRoles,
        "the stack makes the roles of its nodes: of their names alone, and within their bounds",
      ),
      "PERMISSIONS_MANAGEMENT_ACTIONS kms:creategrant": "EC2 lends a disk's key to the instance, and to nobody else",
    },
    services: {
      CKV_AWS_111: OF_ALL,
      CKV_AWS_356: OF_ALL,
      "RESOURCE_STAR cloudwatch:PutCompositeAlarm": OF_ALL,
      ...each(
        "PERMISSIONS_MANAGEMENT_ACTIONS",
        ["sns:createtopic", "sns:settopicattributes"],
        "the stack makes the topic of its alarms, of its name alone",
      ),
      "RESOURCE_MISMATCH route53:ChangeTagsForResource": "health checks can be tagged too, and the stack has none",
    },
    "node-boundary": each("RESOURCE_MISMATCH", ["ec2:AttachVolume", "ec2:DetachVolume"], APART),
    "apply-boundary": Object.fromEntries(
      ["CKV_AWS_108", "CKV_AWS_109", "CKV_AWS_111", "CKV_AWS_356"].map((check) => [
        check,
        "a boundary gives no right: it is the most that the policies of the role may ever give",
      ]),
    ),
  };
}

/** The same in a trust, which names claims of the platform by these keys. */
export function acceptedInTrust(platform: CiPlatform, keys: readonly string[]): Reasons {
  const unknown = keys.map(
    (key) => `Unknown condition ${ISSUERS[platform]}:${key} for action sts:AssumeRoleWithWebIdentity`,
  );
  return {
    ...each("UNKNOWN_CONDITION_FOR_ACTION", unknown, "AWS sends the claims of every provider; parliament knows three"),
    [`UNKNOWN_FEDERATION_SOURCE ${ISSUERS[platform]}`]:
      "a provider of the account; parliament knows those of AWS's documents",
  };
}
