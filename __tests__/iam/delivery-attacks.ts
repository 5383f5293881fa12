import { APPLY_ROLE, NODE_BOUNDARY, PLAN_ROLE, STATE_BUCKET } from "./support/delivery-world";
import type { Call } from "./support/simulate";
import { ACCOUNT, arn, idsOf, NAME, OTHER_ACCOUNT, REGION, ZONE_ID } from "./support/world";

/** What somebody tries with the role of a workflow: what it would hurt, and the call. */
export interface DeliveryAttack extends Call {
  readonly what: string;
  readonly why: string;
}

const row = (what: string, why: string, action: string, on: Call["on"], context?: Call["context"]): DeliveryAttack => ({
  what,
  why,
  action,
  on,
  ...(context === undefined ? {} : { context }),
});

const iam = (resource: string) => `arn:aws:iam::${ACCOUNT}:${resource}`;
const own = { Project: NAME };
const others = { Project: "payments" };
const chain = { arn: idsOf("node-0").volume, tags: { ...own, Name: `${NAME}-node-0-chain` } };
const strangersVolume = { arn: arn("ec2", "volume/vol-0feedfeedfeedfeed"), tags: others };
const untaggedVolume = { arn: arn("ec2", "volume/vol-0beefbeefbeefbeef"), tags: {} };
const snapshot = `arn:aws:ec2:${REGION}::snapshot/snap-0123456789abcdef0`;
const strangersGroup = { arn: arn("ec2", "security-group/sg-0feedfeedfeedfeed"), tags: others };
const strangersTemplate = { arn: arn("ec2", "launch-template/lt-0feedfeedfeedfeed"), tags: others };
const strangersAddress = { arn: arn("ec2", "elastic-ip/eipalloc-0feedfeedfeedfeed"), tags: others };
const instance = { arn: idsOf("node-0").instance, tags: idsOf("node-0").tag };
const bucket = `arn:aws:s3:::${STATE_BUCKET}`;
const stateObject = `${bucket}/${NAME}/mainnet-parity.tfstate`;
const deliveryState = `${bucket}/${NAME}/delivery.tfstate`;
const bucketState = `${bucket}/${NAME}/state.tfstate`;
const bundle = `${bucket}/plans/${NAME}/${"ab".repeat(32)}.tar`;
const provider = iam("oidc-provider/token.actions.githubusercontent.com");
const ownPolicy = iam(`policy/${NAME}-delivery-services`);
const ownBoundary = iam(`policy/${NAME}-delivery-apply-boundary`);
const hostRole = iam(`role/${NAME}-host-20261127000000000000000001`);
const taskRole = iam(`role/${NAME}-task-20261127000000000000000001`);
const admin = iam("role/admin");
const key = arn("kms", "key/0b1c2d3e-0000-4000-8000-000000000000");
const otherZone = "arn:aws:route53:::hostedzone/Z0FEEDFEEDFEEDFEEDFEE";
const parameter = (name: string) => arn("ssm", `parameter/${name}`);
const otherName = {
  "route53:ChangeResourceRecordSetsActions": ["UPSERT"],
  "route53:ChangeResourceRecordSetsNormalizedRecordNames": ["www.example.com"],
  "route53:ChangeResourceRecordSetsRecordTypes": ["A"],
};

/** By whoever opens a pull request and changes what the plan's job runs. */
export const byPlan: readonly DeliveryAttack[] = [
  row("deletes the chain disk", "the chain is lost", "ec2:DeleteVolume", [chain]),
  row("shrinks the chain disk's speed", "the node falls behind", "ec2:ModifyVolume", [chain]),
  row("takes the disk from the node", "the database breaks", "ec2:DetachVolume", [chain, instance]),
  row("takes the mark off", "the next boot may format", "ec2:DeleteTags", [chain], {
    "aws:TagKeys": ["ChainDiskInitialised"],
  }),
  row("copies the disk", "keys of a validator leave", "ec2:CreateSnapshot", [chain]),
  row("reads the disk", "keys of a validator leave", "ebs:GetSnapshotBlock", [snapshot]),
  row("stops the node", "no answers", "autoscaling:UpdateAutoScalingGroup", [idsOf("node-0").group]),
  row("ends the node's instance", "minutes without answers", "ec2:TerminateInstances", [instance]),
  row("reads user data of any instance", "secrets of others", "ec2:DescribeInstanceAttribute", [instance]),
  row("reads a console", "secrets of others", "ec2:GetConsoleOutput", [instance]),
  row("opens the RPC", "anybody calls the node", "ec2:AuthorizeSecurityGroupIngress", [
    { arn: arn("ec2", "security-group/sg-0123456789abcdef0"), tags: own },
  ]),
  row("reads a secret", "secrets of others", "secretsmanager:GetSecretValue", [
    arn("secretsmanager", "secret:payments-AbCdEf"),
  ]),
  row("reads parameters of others", "secrets of others", "ssm:GetParameter", [parameter("payments/key")]),
  row("reads a tree of parameters", "secrets of others", "ssm:GetParametersByPath", [parameter(NAME)]),
  row("puts code into the boot files", "root on every host", "ssm:PutParameter", [
    parameter(`${NAME}/boot-files/part-00`),
  ]),
  row("runs a command on a host", "root on it", "ssm:SendCommand", [instance]),
  row("opens a session", "root on a host", "ssm:StartSession", [instance]),
  row("writes the state", "the next apply destroys", "s3:PutObject", [stateObject]),
  row("locks the state", "nobody can apply", "s3:PutObject", [`${stateObject}.tflock`]),
  row("deletes the state", "all is orphaned", "s3:DeleteObject", [stateObject]),
  row("deletes old versions of the state", "no way back", "s3:DeleteObjectVersion", [stateObject]),
  row("reads the state of the delivery", "none of its business", "s3:GetObject", [deliveryState]),
  row("writes the state of the delivery", "an administrator's next apply", "s3:PutObject", [deliveryState]),
  row("reads states of other deployments", "secrets of others", "s3:GetObject", [`${bucket}/payments/x.tfstate`]),
  row("reads stored plans", "sensitive values in clear", "s3:GetObject", [bundle]),
  row("deletes a reviewed plan", "nobody can apply it", "s3:DeleteObject", [bundle]),
  row("writes a plan of another deployment", "somebody applies it", "s3:PutObject", [`${bucket}/plans/other/x.tar`]),
  row("makes the bucket public", "all states leak", "s3:PutBucketPolicy", [bucket]),
  row("lists all buckets", "none of its business", "s3:ListAllMyBuckets", ["*"]),
  row("reads clients' logs", "none of its business", "logs:GetLogEvents", [
    arn("logs", `log-group:/${NAME}/client:log-stream:x`),
  ]),
  row("takes on the apply's role", "all that it may", "sts:AssumeRole", [APPLY_ROLE]),
  row("widens itself", "everything", "iam:PutRolePolicy", [PLAN_ROLE], { "iam:PermissionsBoundary": NODE_BOUNDARY }),
  row("attaches a policy to itself", "everything", "iam:AttachRolePolicy", [PLAN_ROLE]),
  row("makes a user", "a door that stays", "iam:CreateUser", [iam("user/mallory")]),
  row("makes an access key", "a door that stays", "iam:CreateAccessKey", [iam("user/operator")]),
  row("passes a role", "its rights", "iam:PassRole", [hostRole], { "iam:PassedToService": "ec2.amazonaws.com" }),
  row("decrypts", "secrets of others", "kms:Decrypt", [key]),
  row("pushes an image", "its code runs on every node", "ecr:PutImage", [arn("ecr", `repository/${NAME}/parity`)]),
  row("logs in to the registry", "images of others", "ecr:GetAuthorizationToken", ["*"]),
  row("changes a name", "callers go elsewhere", "route53:ChangeResourceRecordSets", [
    `arn:aws:route53:::hostedzone/${ZONE_ID}`,
  ]),
  row("silences the alarms", "nobody hears of it", "cloudwatch:DeleteAlarms", [arn("cloudwatch", `alarm:${NAME}-x`)]),
  row("subscribes to the alarms", "none of its business", "sns:Subscribe", [arn("sns", `${NAME}-alarms`)]),
];

/** By whoever gets a job of the protected environment to run his own commands. */
export const byApply: readonly DeliveryAttack[] = [
  // The chain
  row("deletes the chain disk", "the chain is lost", "ec2:DeleteVolume", [chain]),
  row("deletes another's disk", "another's data is lost", "ec2:DeleteVolume", [strangersVolume]),
  row("deletes a disk without tags", "another's data is lost", "ec2:DeleteVolume", [untaggedVolume]),
  row("deletes a final snapshot", "the last copy is lost", "ec2:DeleteSnapshot", [snapshot]),
  row("gives a snapshot away", "keys of a validator leave", "ec2:ModifySnapshotAttribute", [snapshot]),
  row("unlocks a snapshot", "it can then be deleted", "ec2:UnlockSnapshot", [snapshot]),
  row("reads a snapshot", "keys of a validator leave", "ebs:GetSnapshotBlock", [snapshot]),
  row("copies a snapshot elsewhere", "keys of a validator leave", "ec2:CopySnapshot", [snapshot]),
  row("takes the disk from a running node", "the database breaks", "ec2:DetachVolume", [chain, instance]),
  row("attaches the disk elsewhere", "two write to it in turn", "ec2:AttachVolume", [chain, instance]),
  row("takes the mark off", "the next boot may format", "ec2:DeleteTags", [chain], {
    "aws:TagKeys": ["ChainDiskInitialised"],
  }),
  row("takes the mark off among others", "the next boot may format", "ec2:DeleteTags", [chain], {
    "aws:TagKeys": ["Team", "ChainDiskInitialised"],
  }),
  row("takes all tags off in one call", "the next boot may format", "ec2:DeleteTags", [chain]),
  row("marks a new disk as formatted", "the node mounts nothing", "ec2:CreateTags", [chain], {
    "aws:TagKeys": ["ChainDiskInitialised"],
    "aws:RequestTag/ChainDiskInitialised": "true",
  }),
  row("hides the disk from the plan", "a second one is made", "ec2:DeleteTags", [chain], { "aws:TagKeys": ["Name"] }),
  row("gives the disk to another deployment", "that one may end it", "ec2:CreateTags", [chain], {
    "aws:TagKeys": ["Project"],
    "aws:RequestTag/Project": "payments",
  }),
  row("makes another's disk its own", "it may then grow or end it", "ec2:CreateTags", [strangersVolume], {
    "aws:TagKeys": ["Project"],
    "aws:RequestTag/Project": NAME,
  }),
  row("makes another's instance a node", "hosts may act on it", "ec2:CreateTags", [instance], {
    "aws:TagKeys": ["EthereumNode"],
    "aws:RequestTag/EthereumNode": `${NAME}-node-0`,
  }),
  row("changes another's disk", "another falls behind", "ec2:ModifyVolume", [strangersVolume]),
  row("turns encryption off for the account", "disks in the clear", "ec2:DisableEbsEncryptionByDefault", ["*"]),
  row("shuts the account's Recycle Bin", "nothing comes back", "rbin:DeleteRule", [arn("rbin", "rule/0123456789a")]),
  // Its own rights
  row("puts a policy on itself", "everything", "iam:PutRolePolicy", [APPLY_ROLE]),
  row("puts a policy on itself, bounded or not", "everything", "iam:PutRolePolicy", [APPLY_ROLE], {
    "iam:PermissionsBoundary": NODE_BOUNDARY,
  }),
  row("attaches a policy to itself", "everything", "iam:AttachRolePolicy", [APPLY_ROLE]),
  row("takes a policy off the plan's role", "no plan any more", "iam:DetachRolePolicy", [PLAN_ROLE]),
  row("takes its bounds off", "everything", "iam:DeleteRolePermissionsBoundary", [APPLY_ROLE]),
  row("takes other bounds", "everything", "iam:PutRolePermissionsBoundary", [APPLY_ROLE], {
    "iam:PermissionsBoundary": NODE_BOUNDARY,
  }),
  row("takes an administrator's bounds", "everything", "iam:PutRolePermissionsBoundary", [APPLY_ROLE], {
    "iam:PermissionsBoundary": "arn:aws:iam::aws:policy/AdministratorAccess",
  }),
  row("writes its policy anew", "everything", "iam:CreatePolicyVersion", [ownPolicy]),
  row("writes its bounds anew", "everything", "iam:CreatePolicyVersion", [ownBoundary]),
  row("writes the nodes' bounds anew", "everything, through a node", "iam:CreatePolicyVersion", [NODE_BOUNDARY]),
  row("goes back to an older policy", "what was once allowed", "iam:SetDefaultPolicyVersion", [ownPolicy]),
  row("deletes its bounds", "everything", "iam:DeletePolicy", [ownBoundary]),
  row("trusts others", "a door that stays", "iam:UpdateAssumeRolePolicy", [APPLY_ROLE]),
  row("has the plan's role trust others", "a door that stays", "iam:UpdateAssumeRolePolicy", [PLAN_ROLE]),
  row("has a node's role trust others", "a door that stays", "iam:UpdateAssumeRolePolicy", [hostRole]),
  row("adds an audience", "tokens for others count", "iam:AddClientIDToOpenIDConnectProvider", [provider]),
  row("trusts another certificate", "forged tokens count", "iam:UpdateOpenIDConnectProviderThumbprint", [provider]),
  row("removes the provider", "no workflow gets in", "iam:DeleteOpenIDConnectProvider", [provider]),
  row("makes a provider of his own", "his tokens count", "iam:CreateOpenIDConnectProvider", [
    iam("oidc-provider/mallory.example"),
  ]),
  row("takes on the administrator's role", "everything", "sts:AssumeRole", [admin]),
  row("takes on its own role again", "a session that does not end", "sts:AssumeRole", [APPLY_ROLE]),
  // Rights of others
  row("makes an administrator", "everything", "iam:CreateRole", [iam("role/helper")], {
    "iam:PermissionsBoundary": NODE_BOUNDARY,
  }),
  row("makes a node's role without bounds", "everything, through a node", "iam:CreateRole", [hostRole]),
  row("makes a node's role with other bounds", "everything, through a node", "iam:CreateRole", [hostRole], {
    "iam:PermissionsBoundary": "arn:aws:iam::aws:policy/AdministratorAccess",
  }),
  row("makes one bounded as itself", "its rights stay when it goes", "iam:CreateRole", [hostRole], {
    "iam:PermissionsBoundary": ownBoundary,
  }),
  row("fills a role without bounds", "everything, through a node", "iam:PutRolePolicy", [hostRole]),
  row("takes a node's bounds off", "everything, through a node", "iam:DeleteRolePermissionsBoundary", [hostRole], {
    "iam:PermissionsBoundary": NODE_BOUNDARY,
  }),
  row("attaches a managed policy to a node's role", "more than its own", "iam:AttachRolePolicy", [hostRole], {
    "iam:PermissionsBoundary": NODE_BOUNDARY,
    "iam:PolicyARN": "arn:aws:iam::aws:policy/AdministratorAccess",
  }),
  row("fills another's role", "everything", "iam:PutRolePolicy", [admin]),
  row("deletes another's role", "others stand still", "iam:DeleteRole", [admin]),
  row("makes a user", "a door that stays", "iam:CreateUser", [iam("user/mallory")]),
  row("makes an access key", "a door that stays", "iam:CreateAccessKey", [iam("user/operator")]),
  row("sets a password", "a door that stays", "iam:CreateLoginProfile", [iam("user/operator")]),
  row("makes a policy", "a step to more", "iam:CreatePolicy", [iam("policy/helper")]),
  row("passes the administrator's role to an instance", "everything", "iam:PassRole", [admin], {
    "iam:PassedToService": "ec2.amazonaws.com",
  }),
  row("passes its own role to an instance", "it stays there", "iam:PassRole", [APPLY_ROLE], {
    "iam:PassedToService": "ec2.amazonaws.com",
  }),
  row("passes a node's role to a function", "code that nobody reviews", "iam:PassRole", [hostRole], {
    "iam:PassedToService": "lambda.amazonaws.com",
  }),
  row("passes a host's role to a task", "a container as a host", "iam:PassRole", [hostRole], {
    "iam:PassedToService": "ecs-tasks.amazonaws.com",
  }),
  row("passes a task's role to a host", "not what it is for", "iam:PassRole", [taskRole], {
    "iam:PassedToService": "ec2.amazonaws.com",
  }),
  row("puts the administrator's role into a profile of his own", "everything", "iam:AddRoleToInstanceProfile", [
    iam("instance-profile/helper"),
  ]),
  row(
    "makes roles of other services",
    "a step to more",
    "iam:CreateServiceLinkedRole",
    [iam("role/aws-service-role/organizations.amazonaws.com/AWSServiceRoleForOrganizations")],
    { "iam:AWSServiceName": "organizations.amazonaws.com" },
  ),
  // The state
  row("deletes the state", "all is orphaned", "s3:DeleteObject", [stateObject]),
  row("deletes old versions of the state", "no way back", "s3:DeleteObjectVersion", [stateObject]),
  row("turns versions off", "no way back", "s3:PutBucketVersioning", [bucket]),
  row("lets old versions expire today", "no way back", "s3:PutLifecycleConfiguration", [bucket]),
  row("deletes the bucket", "all is orphaned", "s3:DeleteBucket", [bucket]),
  row("makes the bucket public", "all states leak", "s3:PutBucketPolicy", [bucket]),
  row("lets the bucket be public", "all states may leak", "s3:PutBucketPublicAccessBlock", [bucket]),
  row("writes the state of the delivery", "an administrator applies it", "s3:PutObject", [deliveryState]),
  row("writes the state of the bucket", "an administrator applies it", "s3:PutObject", [bucketState]),
  row("reads states of other deployments", "secrets of others", "s3:GetObject", [`${bucket}/payments/x.tfstate`]),
  row("deletes a reviewed plan", "no trace of what was approved", "s3:DeleteObject", [bundle]),
  // Keys and secrets
  row("opens a key to others", "all disks under it", "kms:PutKeyPolicy", [key]),
  row("schedules a key's end", "all disks under it are lost", "kms:ScheduleKeyDeletion", [key]),
  row("turns a key off", "no node starts", "kms:DisableKey", [key]),
  row("decrypts by itself", "secrets of others", "kms:Decrypt", [key]),
  row("decrypts through another service", "secrets of others", "kms:Decrypt", [key], {
    "kms:ViaService": `secretsmanager.${REGION}.amazonaws.com`,
  }),
  row("lends a key to another account", "a door that stays", "kms:CreateGrant", [key], {
    "kms:GranteePrincipal": `arn:aws:iam::${OTHER_ACCOUNT}:root`,
  }),
  row("lends a key through EC2, but not to a disk", "a door that stays", "kms:CreateGrant", [key], {
    "kms:ViaService": `ec2.${REGION}.amazonaws.com`,
    "kms:GrantIsForAWSResource": "false",
  }),
  row("reads a secret", "secrets of others", "secretsmanager:GetSecretValue", [
    arn("secretsmanager", "secret:payments-AbCdEf"),
  ]),
  row("reads parameters of others", "secrets of others", "ssm:GetParameter", [parameter("payments/key")]),
  row("writes parameters of others", "others break", "ssm:PutParameter", [parameter("payments/key")]),
  row("writes those of a deployment whose name begins alike", "root on its hosts", "ssm:PutParameter", [
    parameter(`${NAME}-2/boot-files/part-00`),
  ]),
  // Machines of others
  row("runs a command on a host", "root on it", "ssm:SendCommand", [instance]),
  row("opens a session", "root on a host", "ssm:StartSession", [instance]),
  row("ends an instance", "a node breaks off", "ec2:TerminateInstances", [instance]),
  row("starts an instance without a template", "a machine that nobody reviews", "ec2:RunInstances", [instance.arn], {
    "aws:RequestTag/EthereumNode": `${NAME}-node-0`,
    "aws:TagKeys": ["EthereumNode"],
  }),
  row("starts an instance with another's template", "another's role", "ec2:RunInstances", [strangersTemplate], {
    "ec2:LaunchTemplate": strangersTemplate.arn,
  }),
  row("puts another role on an instance", "its rights", "ec2:AssociateIamInstanceProfile", [instance]),
  row("reads IMDS with the old protocol again", "credentials leak", "ec2:ModifyInstanceMetadataOptions", [instance]),
  row("opens another's security group", "another is exposed", "ec2:AuthorizeSecurityGroupIngress", [strangersGroup]),
  row("deletes another's security group", "another stands still", "ec2:DeleteSecurityGroup", [strangersGroup]),
  row("deletes another's launch template", "another stands still", "ec2:DeleteLaunchTemplate", [strangersTemplate]),
  row("takes another's address", "another is not found", "ec2:ReleaseAddress", [strangersAddress]),
  row("changes the VPC's routes", "others stand still", "ec2:CreateRoute", [
    arn("ec2", "route-table/rtb-0123456789abcdef0"),
  ]),
  row("changes another's group", "another stands still", "autoscaling:UpdateAutoScalingGroup", [
    arn("autoscaling", "autoScalingGroup:0feed:autoScalingGroupName/web"),
  ]),
  row("ends another's service", "another stands still", "ecs:DeleteService", [arn("ecs", "service/payments/api")]),
  row("opens a shell in a container", "a client's data", "ecs:ExecuteCommand", [
    arn("ecs", `task/${NAME}/0123456789abcdef0123456789abcdef`),
  ]),
  row("pushes an image of others", "its code runs elsewhere", "ecr:PutImage", [arn("ecr", "repository/payments/api")]),
  row("lets others pull", "images leave", "ecr:SetRepositoryPolicy", [arn("ecr", `repository/${NAME}/parity`)]),
  row("changes another's name", "callers go elsewhere", "route53:ChangeResourceRecordSets", [otherZone], otherName),
  row(
    "changes a name outside the nodes' in their zone",
    "callers go elsewhere",
    "route53:ChangeResourceRecordSets",
    [`arn:aws:route53:::hostedzone/${ZONE_ID}`],
    otherName,
  ),
  row("moves a registered domain", "the name is lost", "route53domains:TransferDomain", ["*"]),
  row("deletes another's logs", "no trace", "logs:DeleteLogGroup", [arn("logs", "log-group:/payments/api")]),
  row("turns the trail off", "no trace", "cloudtrail:StopLogging", [arn("cloudtrail", "trail/audit")]),
  row("silences another's alarms", "nobody hears of it", "cloudwatch:DeleteAlarms", [arn("cloudwatch", "alarm:web")]),
  row("runs a function", "code that nobody reviews", "lambda:CreateFunction", [arn("lambda", "function:helper")]),
  row("builds a stack by CloudFormation", "another's role", "cloudformation:CreateStack", [
    arn("cloudformation", "stack/helper/0"),
  ]),
  row("leaves the organisation", "its rules end", "organizations:LeaveOrganization", ["*"]),
];
