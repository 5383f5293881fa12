import type { PolicyStatement } from "../aws/iam-policy";
import { INITIALISED_TAG } from "../host-contract";
import type { ApplyRightsProps } from "./apply-rights";
import { deliveryNames } from "./delivery-names";

/** Services of which the boundary names no single action: the rest would not fit into one policy of IAM. */
const WHOLE_SERVICES = ["autoscaling", "cloudwatch", "ecr", "ecs", "logs", "route53", "sns"];

/** All of IAM but what only reads. */
const CHANGES_OF_IAM =
  "Add Attach Create Delete Detach Disable Enable Pass Put Remove Reset Set Tag Untag Update Upload"
    .split(" ")
    .map((verb) => `iam:${verb}*`);

/**
 * The most that the role that applies may ever do, whatever policy is put on it: what it may do today, and of that nothing
 * which would lose the chain, raise its rights, or change who it trusts.
 */
export function applyBoundary(rights: readonly PolicyStatement[], props: ApplyRightsProps): PolicyStatement[] {
  const { account, name, projectTag } = props;
  const ceiling = rights
    .flatMap(({ Action }) => Action)
    .map((action) => action.split(":") as [string, string])
    .map(([service, verb]) => `${service}:${WHOLE_SERVICES.includes(service) ? "*" : verb}`);
  const deny = (
    Sid: string,
    Action: readonly string[],
    Resource: readonly string[],
    Condition?: PolicyStatement["Condition"],
  ): PolicyStatement => ({ Sid, Effect: "Deny", Action, Resource, ...(Condition === undefined ? {} : { Condition }) });
  const volumes = [account.arn("ec2", "volume/*")];
  const names = deliveryNames(name);
  return [
    { Sid: "Ceiling", Effect: "Allow", Action: [...new Set(ceiling)].sort(), Resource: ["*"] },
    deny(
      "KeepVolumes",
      ["ec2:DeleteVolume"],
      ["*"],
      props.deletableVolumes.length === 0
        ? undefined
        : { StringNotLike: { "aws:ResourceTag/Name": props.deletableVolumes } },
    ),
    // By the first the host knows that it must never format the disk; by the others all find it.
    deny("KeepMarks", ["ec2:CreateTags", "ec2:DeleteTags"], volumes, {
      "ForAnyValue:StringEquals": { "aws:TagKeys": [INITIALISED_TAG] },
    }),
    deny("KeepNames", ["ec2:DeleteTags"], ["*"], {
      "ForAnyValue:StringEquals": { "aws:TagKeys": ["Name", projectTag] },
    }),
    deny("KeepOwner", ["ec2:CreateTags"], ["*"], {
      Null: { [`aws:RequestTag/${projectTag}`]: "false" },
      StringNotEquals: { [`aws:RequestTag/${projectTag}`]: name },
    }),
    deny("KeepDelivery", CHANGES_OF_IAM, [
      account.iamArn(`role/${names.all}`),
      account.iamArn(`policy/${names.all}`),
      account.iamArn("oidc-provider/*"),
    ]),
    deny("KeepBounds", ["iam:CreateRole", "iam:PutRolePermissionsBoundary", "iam:PutRolePolicy"], ["*"], {
      ArnNotEquals: { "iam:PermissionsBoundary": props.nodeBoundaryArn },
    }),
  ];
}
