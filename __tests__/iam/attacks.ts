import { clientStream, hostStream, recordChange } from "./needed-calls";
import type { Call } from "./support/simulate";
import {
  ACCOUNT,
  arn,
  DEFAULT_KEY,
  DOMAIN,
  idsOf,
  NAME,
  OTHER_ACCOUNT,
  OTHER_REGION,
  REGION,
  STACK,
} from "./support/world";

/** What somebody tries with stolen credentials: what for, and the call. */
export type Attack = readonly [what: string, action: string, on: Call["on"], context?: Call["context"]];

/** One that AWS lets nobody close without breaking what is needed, and why. */
export interface OpenAttack {
  readonly attack: Attack;
  readonly why: string;
}

const own = idsOf("node-0");
const other = idsOf("node-1");
const instance = { arn: own.instance, tags: own.tag };
const otherInstance = { arn: other.instance, tags: other.tag };
const ownAddress = { arn: own.elasticIp, tags: own.tag };
const otherAddress = { arn: other.elasticIp, tags: other.tag };
const stranger = arn("ec2", "instance/i-0feedfeedfeedfeed");
const snapshot = `arn:aws:ec2:${REGION}::snapshot/snap-0123456789abcdef0`;
const otherVolume = arn("ec2", "volume/vol-0feedfeedfeedfeed");
const image = `arn:aws:ec2:${REGION}::image/ami-0123456789abcdef0`;
const securityGroup = arn("ec2", "security-group/sg-0123456789abcdef0");
const securityGroupRule = arn("ec2", "security-group-rule/sgr-0123456789abcdef0");
const launchTemplate = arn("ec2", "launch-template/lt-0123456789abcdef0");
const role = `arn:aws:iam::${ACCOUNT}:role/admin`;
const user = `arn:aws:iam::${ACCOUNT}:user/operator`;
const profile = `arn:aws:iam::${ACCOUNT}:instance-profile/${NAME}-host-0`;
const stateBucket = `arn:aws:s3:::${NAME}-state-${ACCOUNT}`;
const stateObject = `${stateBucket}/${NAME}/terraform.tfstate`;
const secret = arn("secretsmanager", "secret:validator-keys-AbCdEf");
const otherKey = arn("kms", "key/ffffffff-0000-4000-8000-000000000000");
const service = arn("ecs", `service/${NAME}/parity`);
const task = arn("ecs", `task/${NAME}/0123456789abcdef0123456789abcdef`);
const taskDefinition = arn("ecs", `task-definition/${NAME}-parity:1`);
const otherCluster = arn("ecs", "cluster/payments");
const alarm = arn("cloudwatch", `alarm:${NAME}-clients-down`);
const hostGroup = arn("logs", `log-group:/${NAME}/host`);
const clientGroup = arn("logs", `log-group:/${NAME}/client`);
const otherGroup = arn("autoscaling", "autoScalingGroup:0feed:autoScalingGroupName/web");
const otherZone = "arn:aws:route53:::hostedzone/Z0FEEDFEEDFEEDFEEDFEE";
const topic = arn("sns", `${NAME}-alarms`);
const parameter = (name: string) => arn("ssm", `parameter/${name}`);
const inCluster = { "ecs:cluster": STACK.cluster };
const tagging = (key: string, value: string) => ({ "aws:TagKeys": [key], [`aws:RequestTag/${key}`]: value });
const ownName = `node-0.${DOMAIN}`;
const change = (actions: readonly string[], names: readonly string[], types?: readonly string[]) =>
  recordChange(actions, names, types);
const viaService = (name: string, region = REGION) => ({ "kms:ViaService": `${name}.${region}.amazonaws.com` });

/** By node-0: against everything that is not its own. */
export const byAnyHost: readonly Attack[] = [
  // Secrets
  ["reads a secret parameter", "ssm:GetParameter", [parameter("payments/database-password")]],
  ["reads other parameters with the call that fetches boot files", "ssm:GetParameters", [parameter("payments/key")]],
  [
    "reads one of them beside a boot file",
    "ssm:GetParameters",
    [parameter(`${NAME}/boot-files/part-00`), parameter("payments/key")],
  ],
  ["reads a whole tree of parameters", "ssm:GetParametersByPath", [parameter("payments")]],
  ["reads the history of a parameter", "ssm:GetParameterHistory", [parameter("payments/key")]],
  ["lists all parameters", "ssm:DescribeParameters", ["*"]],
  [
    "reads the boot files of a stack whose name begins alike",
    "ssm:GetParameters",
    [parameter(`${NAME}-2/boot-files/part-00`)],
  ],
  [
    "reads the stack's published parameters, which it does not need",
    "ssm:GetParameters",
    [parameter(`${NAME}/rpc-url`)],
  ],
  ["reads a secret", "secretsmanager:GetSecretValue", [secret]],
  ["lists secrets", "secretsmanager:ListSecrets", ["*"]],
  ["overwrites a secret", "secretsmanager:PutSecretValue", [secret]],
  ["reads the Terraform state", "s3:GetObject", [stateObject]],
  ["overwrites the Terraform state", "s3:PutObject", [stateObject]],
  ["deletes the Terraform state", "s3:DeleteObject", [stateObject]],
  ["deletes an old version of the state", "s3:DeleteObjectVersion", [stateObject]],
  ["lists the state bucket", "s3:ListBucket", [stateBucket]],
  ["opens the state bucket by its policy", "s3:PutBucketPolicy", [stateBucket]],
  ["turns the versions of the state off", "s3:PutBucketVersioning", [stateBucket]],
  ["lists all buckets", "s3:ListAllMyBuckets", ["*"]],
  // Boot files of all hosts: code that runs as root
  ["puts code into the boot files", "ssm:PutParameter", [parameter(`${NAME}/boot-files/part-00`)]],
  ["deletes a boot file", "ssm:DeleteParameter", [parameter(`${NAME}/boot-files/part-00`)]],
  ["deletes all boot files", "ssm:DeleteParameters", [parameter(`${NAME}/boot-files/part-00`)]],
  ["labels an old version of a boot file", "ssm:LabelParameterVersion", [parameter(`${NAME}/boot-files/part-00`)]],
  ["points callers at another RPC", "ssm:PutParameter", [parameter(`${NAME}/rpc-url`)]],
  ["moves the AMI of all hosts", "ssm:PutParameter", [parameter("images/ecs")]],
  // Commands on machines
  ["runs a command on another instance", "ssm:SendCommand", [stranger, arn("ssm", "document/AWS-RunShellScript")]],
  ["opens a session on another instance", "ssm:StartSession", [stranger]],
  ["opens a session on its own instance from outside", "ssm:StartSession", [instance]],
  ["resumes a person's session", "ssm:ResumeSession", [arn("ssm", "session/operator-0123456789abcdef0")]],
  ["ends a person's session", "ssm:TerminateSession", [arn("ssm", "session/operator-0123456789abcdef0")]],
  ["reads what a command printed", "ssm:GetCommandInvocation", ["*"]],
  ["takes commands meant for others", "ec2messages:GetMessages", ["*"]],
  ["answers commands meant for others", "ec2messages:SendReply", ["*"]],
  ["runs an automation", "ssm:StartAutomationExecution", [arn("ssm", "automation-definition/AWS-StopEC2Instance:1")]],
  ["makes an association that runs on every instance", "ssm:CreateAssociation", [stranger]],
  ["reads a document of the account", "ssm:GetDocument", [arn("ssm", "document/runbook")]],
  ["writes a document of the account", "ssm:CreateDocument", [arn("ssm", "document/runbook")]],
  ["writes an inventory", "ssm:PutInventory", ["*"]],
  [
    "poses as a machine outside AWS",
    "ssm:UpdateInstanceInformation",
    [arn("ssm", "managed-instance/mi-0123456789abcdef0")],
  ],
  ["activates machines outside AWS", "ssm:CreateActivation", ["*"]],
  ["puts its key on another instance", "ec2-instance-connect:SendSSHPublicKey", [stranger]],
  ["opens the serial console", "ec2-instance-connect:SendSerialConsoleSSHPublicKey", [stranger]],
  ["reads the console of another instance", "ec2:GetConsoleOutput", [stranger]],
  ["reads a Windows password", "ec2:GetPasswordData", [stranger]],
  // Disks
  ["deletes its own chain disk", "ec2:DeleteVolume", [own.volume]],
  ["changes its own chain disk", "ec2:ModifyVolume", [own.volume]],
  ["copies its chain disk into a snapshot", "ec2:CreateSnapshot", [own.volume, snapshot]],
  ["copies all disks of an instance", "ec2:CreateSnapshots", [instance, own.volume, snapshot]],
  ["gives a snapshot to another account", "ec2:ModifySnapshotAttribute", [snapshot]],
  ["deletes a snapshot", "ec2:DeleteSnapshot", [snapshot]],
  ["copies a snapshot", "ec2:CopySnapshot", [snapshot]],
  ["takes a snapshot's lock off", "ec2:UnlockSnapshot", [snapshot]],
  ["reads blocks of a snapshot", "ebs:GetSnapshotBlock", [snapshot]],
  ["lists blocks of a snapshot", "ebs:ListSnapshotBlocks", [snapshot]],
  ["makes a disk of a snapshot", "ec2:CreateVolume", [own.volume]],
  ["empties the recycle bin's rule", "rbin:DeleteRule", [arn("rbin", "rule/0123456789a")]],
  ["attaches a stranger's disk to itself", "ec2:AttachVolume", [otherVolume, instance]],
  ["attaches its disk to a stranger's instance", "ec2:AttachVolume", [own.volume, stranger]],
  ["takes a stranger's disk from its instance", "ec2:DetachVolume", [otherVolume, stranger]],
  ["takes its own disk from an instance that is not this node's", "ec2:DetachVolume", [own.volume, stranger]],
  ["detaches its own root disk's neighbour", "ec2:DetachVolume", [otherVolume, instance]],
  [
    "removes the tag that keeps a disk from being formatted",
    "ec2:DeleteTags",
    [own.volume],
    {
      "aws:TagKeys": ["ChainDiskInitialised"],
    },
  ],
  ["tags its disk as something else", "ec2:CreateTags", [own.volume], tagging("Project", "payments")],
  [
    "tags its disk as initialised and something else",
    "ec2:CreateTags",
    [own.volume],
    {
      "aws:TagKeys": ["ChainDiskInitialised", "Name"],
    },
  ],
  ["tags a stranger's disk as initialised", "ec2:CreateTags", [otherVolume], tagging("ChainDiskInitialised", "true")],
  // Tags are what rights hang on
  ["makes a stranger's instance its own by the tag", "ec2:CreateTags", [stranger], tagging("EthereumNode", own.node)],
  ["makes its instance another node's by the tag", "ec2:CreateTags", [instance], tagging("EthereumNode", "x-node-1")],
  ["tags its disk with the node's tag", "ec2:CreateTags", [own.volume], tagging("EthereumNode", `${NAME}-node-0`)],
  ["removes the tag of a stranger's instance", "ec2:DeleteTags", [stranger], { "aws:TagKeys": ["EthereumNode"] }],
  ["tags a launch template", "ec2:CreateTags", [launchTemplate], tagging("EthereumNode", `${NAME}-node-0`)],
  [
    "tags a group, which tags its instances",
    "autoscaling:CreateOrUpdateTags",
    [own.group],
    {
      "aws:TagKeys": ["EthereumNode"],
    },
  ],
  ["tags by the tagging API", "tag:TagResources", ["*"]],
  [
    "tags a container instance that is there",
    "ecs:TagResource",
    [own.containerInstance],
    tagging("EthereumNode", `${NAME}-node-0`),
  ],
  ["tags the cluster", "ecs:TagResource", [STACK.cluster], tagging("EthereumNode", `${NAME}-node-0`)],
  [
    "tags a new task",
    "ecs:TagResource",
    [task],
    {
      ...tagging("EthereumNode", `${NAME}-node-0`),
      "ecs:CreateAction": "RunTask",
    },
  ],
  [
    "adds another tag at the registration",
    "ecs:TagResource",
    [own.containerInstance],
    {
      "aws:TagKeys": ["EthereumNode", "Project"],
      "aws:RequestTag/EthereumNode": `${NAME}-node-0`,
      "ecs:CreateAction": "RegisterContainerInstance",
    },
  ],
  [
    "removes the tag of a container instance",
    "ecs:UntagResource",
    [own.containerInstance],
    {
      "aws:TagKeys": ["EthereumNode"],
    },
  ],
  // Instances and images
  ["terminates another instance", "ec2:TerminateInstances", [stranger]],
  ["terminates its own instance past the hook", "ec2:TerminateInstances", [instance]],
  ["stops another instance", "ec2:StopInstances", [stranger]],
  ["reboots another instance", "ec2:RebootInstances", [stranger]],
  [
    "starts an instance of its own",
    "ec2:RunInstances",
    [
      stranger,
      image,
      arn("ec2", "subnet/subnet-0123456789abcdef0"),
      securityGroup,
      other.networkInterface,
      otherVolume,
    ],
  ],
  ["reads another instance's user data", "ec2:DescribeInstanceAttribute", [stranger]],
  ["writes another instance's user data", "ec2:ModifyInstanceAttribute", [stranger], { "ec2:Attribute": "UserData" }],
  ["lets containers reach the metadata service", "ec2:ModifyInstanceMetadataOptions", [instance]],
  ["gives its instance a mightier role", "ec2:AssociateIamInstanceProfile", [instance]],
  ["replaces the role of its instance", "ec2:ReplaceIamInstanceProfileAssociation", [instance]],
  ["replaces the root disk of another instance", "ec2:CreateReplaceRootVolumeTask", [stranger, otherVolume]],
  ["makes an image", "ec2:CreateImage", [instance, image, snapshot]],
  ["gives an image away", "ec2:ModifyImageAttribute", [image]],
  ["removes an image", "ec2:DeregisterImage", [image]],
  ["puts its user data into a launch template", "ec2:CreateLaunchTemplateVersion", [launchTemplate]],
  ["chooses another version of a launch template", "ec2:ModifyLaunchTemplate", [launchTemplate]],
  ["deletes a launch template", "ec2:DeleteLaunchTemplate", [launchTemplate]],
  // Network
  ["opens the RPC to the world", "ec2:AuthorizeSecurityGroupIngress", [securityGroup]],
  ["opens a way out", "ec2:AuthorizeSecurityGroupEgress", [securityGroup]],
  ["closes the way of the peers", "ec2:RevokeSecurityGroupIngress", [securityGroup]],
  ["changes a rule", "ec2:ModifySecurityGroupRules", [securityGroup, securityGroupRule]],
  ["moves its interface into the callers' group", "ec2:ModifyNetworkInterfaceAttribute", [own.networkInterface]],
  ["takes an address of somebody else", "ec2:AssociateAddress", [otherAddress, instance]],
  ["takes an address that is nobody's", "ec2:AssociateAddress", [other.elasticIp, instance]],
  ["gives its address to a stranger's instance", "ec2:AssociateAddress", [ownAddress, stranger]],
  ["gives its address to a stranger's interface", "ec2:AssociateAddress", [ownAddress, other.networkInterface]],
  ["takes the address from its instance", "ec2:DisassociateAddress", [ownAddress]],
  ["releases its address", "ec2:ReleaseAddress", [ownAddress]],
  ["allocates addresses, which are billed", "ec2:AllocateAddress", [ownAddress]],
  [
    "mirrors the traffic",
    "ec2:CreateTrafficMirrorSession",
    [
      arn("ec2", "traffic-mirror-session/tms-0123456789abcdef0"),
      own.networkInterface,
      arn("ec2", "traffic-mirror-filter/tmf-0123456789abcdef0"),
      arn("ec2", "traffic-mirror-target/tmt-0123456789abcdef0"),
    ],
  ],
  ["makes a route", "ec2:CreateRoute", [arn("ec2", "route-table/rtb-0123456789abcdef0")]],
  // Group
  ["terminates through the group", "autoscaling:TerminateInstanceInAutoScalingGroup", [own.group]],
  ["changes its group", "autoscaling:UpdateAutoScalingGroup", [own.group]],
  ["shrinks its group to nothing", "autoscaling:SetDesiredCapacity", [own.group]],
  ["deletes its group", "autoscaling:DeleteAutoScalingGroup", [own.group]],
  ["removes the hook that saves the disk", "autoscaling:DeleteLifecycleHook", [own.group]],
  ["shortens the hook", "autoscaling:PutLifecycleHook", [own.group]],
  ["stops the group's work", "autoscaling:SuspendProcesses", [own.group]],
  ["takes its instance out of the group", "autoscaling:DetachInstances", [own.group]],
  ["replaces all instances", "autoscaling:StartInstanceRefresh", [own.group]],
  ["lets another group go on before its instance is ready", "autoscaling:CompleteLifecycleAction", [otherGroup]],
  ["holds another group up", "autoscaling:RecordLifecycleActionHeartbeat", [otherGroup]],
  ["has another group's instance replaced", "autoscaling:SetInstanceHealth", [otherGroup]],
  [
    "calls itself a group whose name begins alike",
    "autoscaling:SetInstanceHealth",
    [arn("autoscaling", `autoScalingGroup:0feed:autoScalingGroupName/${NAME}-node-01`)],
  ],
  // Rights
  ["gives itself rights", "iam:PutRolePolicy", [own.hostRole]],
  ["hangs a managed policy on its role", "iam:AttachRolePolicy", [own.hostRole]],
  ["removes its own limits", "iam:DeleteRolePolicy", [own.hostRole]],
  ["changes who may be the host", "iam:UpdateAssumeRolePolicy", [own.hostRole]],
  ["makes a role", "iam:CreateRole", [role]],
  ["makes a user", "iam:CreateUser", [user]],
  ["makes a key of a user", "iam:CreateAccessKey", [user]],
  ["makes a password of a user", "iam:CreateLoginProfile", [user]],
  ["gives a service a mightier role", "iam:PassRole", [role], { "iam:PassedToService": "ec2.amazonaws.com" }],
  [
    "gives ECS the execution role",
    "iam:PassRole",
    [STACK.executionRole],
    {
      "iam:PassedToService": "ecs-tasks.amazonaws.com",
    },
  ],
  ["puts a mightier role into its profile", "iam:AddRoleToInstanceProfile", [profile]],
  ["makes a version of a policy", "iam:CreatePolicyVersion", [`arn:aws:iam::${ACCOUNT}:policy/operators`]],
  ["reads its own role", "iam:GetRole", [own.hostRole]],
  ["lists the account's users", "iam:ListUsers", ["*"]],
  ["becomes another role", "sts:AssumeRole", [role]],
  ["becomes the task execution role", "sts:AssumeRole", [STACK.executionRole]],
  ["becomes a role of another account", "sts:AssumeRole", [`arn:aws:iam::${OTHER_ACCOUNT}:role/admin`]],
  ["leaves the organization", "organizations:LeaveOrganization", ["*"]],
  // Keys
  ["decrypts with the disks' key outside EC2", "kms:Decrypt", [DEFAULT_KEY]],
  ["decrypts through S3", "kms:Decrypt", [DEFAULT_KEY], viaService("s3")],
  ["decrypts through EC2 of another region", "kms:Decrypt", [DEFAULT_KEY], viaService("ec2", OTHER_REGION)],
  ["decrypts with another key through EC2", "kms:Decrypt", [otherKey], viaService("ec2")],
  ["gets a key in the clear", "kms:GenerateDataKey", [DEFAULT_KEY], viaService("ec2")],
  ["encrypts with the disks' key", "kms:Encrypt", [DEFAULT_KEY], viaService("ec2")],
  [
    "lends the key to a person",
    "kms:CreateGrant",
    [DEFAULT_KEY],
    {
      ...viaService("ec2"),
      "kms:GrantIsForAWSResource": "false",
    },
  ],
  ["lends the key outside EC2", "kms:CreateGrant", [DEFAULT_KEY], { "kms:GrantIsForAWSResource": "true" }],
  ["rewrites the key's policy", "kms:PutKeyPolicy", [DEFAULT_KEY]],
  ["destroys the key, and all disks under it", "kms:ScheduleKeyDeletion", [DEFAULT_KEY]],
  ["disables the key", "kms:DisableKey", [DEFAULT_KEY]],
  ["takes a grant back", "kms:RevokeGrant", [DEFAULT_KEY], { "kms:GrantIsForAWSResource": "true" }],
  ["moves what is encrypted to another key", "kms:ReEncryptTo", [otherKey], viaService("ec2")],
  // Images
  ["pushes an image over the client's", "ecr:PutImage", [STACK.repository]],
  ["uploads a layer", "ecr:InitiateLayerUpload", [STACK.repository]],
  ["deletes the client's images", "ecr:BatchDeleteImage", [STACK.repository]],
  ["deletes the repository", "ecr:DeleteRepository", [STACK.repository]],
  ["opens the repository to others", "ecr:SetRepositoryPolicy", [STACK.repository]],
  ["pulls with the host's own rights", "ecr:BatchGetImage", [STACK.repository]],
  ["logs in to the registry", "ecr:GetAuthorizationToken", ["*"]],
  // ECS
  ["runs a task", "ecs:RunTask", [taskDefinition], inCluster],
  ["starts a task on a chosen instance", "ecs:StartTask", [taskDefinition], inCluster],
  ["registers a task definition of its own", "ecs:RegisterTaskDefinition", [taskDefinition]],
  ["removes the task definition", "ecs:DeregisterTaskDefinition", ["*"]],
  ["puts another task definition into the service", "ecs:UpdateService", [service], inCluster],
  ["deletes the service", "ecs:DeleteService", [service], inCluster],
  ["opens a shell in the client", "ecs:ExecuteCommand", [task, STACK.cluster], inCluster],
  ["stops the client", "ecs:StopTask", [task], inCluster],
  ["reads the task's environment", "ecs:DescribeTasks", [task], inCluster],
  ["reads the task definition", "ecs:DescribeTaskDefinition", ["*"]],
  ["deletes the cluster", "ecs:DeleteCluster", [STACK.cluster]],
  ["makes a cluster", "ecs:CreateCluster", [otherCluster]],
  ["changes the cluster", "ecs:UpdateCluster", [STACK.cluster]],
  ["removes itself from the cluster before its client has stopped", "ecs:DeregisterContainerInstance", [STACK.cluster]],
  ["gives an instance attributes that place tasks", "ecs:PutAttributes", [own.containerInstance], inCluster],
  ["joins another cluster", "ecs:RegisterContainerInstance", [otherCluster], tagging("EthereumNode", `${NAME}-node-0`)],
  ["joins its cluster without a tag", "ecs:RegisterContainerInstance", [STACK.cluster]],
  [
    "drains an instance of another cluster",
    "ecs:UpdateContainerInstancesState",
    [{ arn: arn("ecs", "container-instance/payments/0123456789abcdef0123456789abcdef"), tags: own.tag }],
    { "ecs:cluster": otherCluster },
  ],
  ["drains an instance that has no tag", "ecs:UpdateContainerInstancesState", [other.containerInstance], inCluster],
  [
    "takes orders for an instance of another cluster",
    "ecs:Poll",
    [arn("ecs", "container-instance/payments/0123456789abcdef0123456789abcdef")],
    { "ecs:cluster": otherCluster },
  ],
  ["reports for a task of another cluster", "ecs:SubmitTaskStateChange", [otherCluster]],
  ["reports network interfaces, of which its tasks have none", "ecs:SubmitAttachmentStateChanges", [STACK.cluster]],
  ["changes the account's settings of ECS", "ecs:PutAccountSettingDefault", ["*"]],
  // Logs and alarms
  ["deletes what the hosts logged", "logs:DeleteLogGroup", [hostGroup]],
  ["deletes its own stream", "logs:DeleteLogStream", [hostStream("node-0")]],
  ["shortens how long logs are kept", "logs:PutRetentionPolicy", [hostGroup]],
  ["reads the hosts' logs", "logs:GetLogEvents", [hostStream("node-0")]],
  ["searches the clients' logs", "logs:FilterLogEvents", [clientGroup]],
  ["queries logs", "logs:StartQuery", [clientGroup]],
  ["forges what the client logged", "logs:PutLogEvents", [clientStream()]],
  ["makes a stream among the clients'", "logs:CreateLogStream", [clientStream()]],
  [
    "writes to a stream of no node",
    "logs:PutLogEvents",
    [arn("logs", `log-group:/${NAME}/host:log-stream:i-0/messages`)],
  ],
  ["writes to a stream of a node whose name begins alike", "logs:PutLogEvents", [hostStream("node-01")]],
  ["writes to another group", "logs:PutLogEvents", [arn("logs", "log-group:/payments/web:log-stream:node-0/x/y")]],
  ["makes a log group", "logs:CreateLogGroup", [arn("logs", "log-group:/anything")]],
  ["deletes the filter of the refusals", "logs:DeleteMetricFilter", [hostGroup]],
  ["sends logs elsewhere", "logs:PutSubscriptionFilter", [hostGroup]],
  ["deletes the alarms", "cloudwatch:DeleteAlarms", [alarm]],
  ["mutes the alarms", "cloudwatch:DisableAlarmActions", [alarm]],
  ["sets an alarm to OK", "cloudwatch:SetAlarmState", [alarm]],
  ["rewrites an alarm", "cloudwatch:PutMetricAlarm", [alarm]],
  ["forges metrics", "cloudwatch:PutMetricData", ["*"]],
  ["sends a false alarm", "sns:Publish", [topic]],
  ["takes the operator's address off", "sns:DeleteTopic", [topic]],
  ["stops the account's audit", "cloudtrail:StopLogging", [arn("cloudtrail", "trail/audit")]],
  // Names
  ["deletes the zone", "route53:DeleteHostedZone", [STACK.zone]],
  ["makes a zone", "route53:CreateHostedZone", ["*"]],
  ["shows the zone to another VPC", "route53:AssociateVPCWithHostedZone", [STACK.zone]],
  ["lists all zones", "route53:ListHostedZones", ["*"]],
  ["lists the records of another zone", "route53:ListResourceRecordSets", [otherZone]],
  ["writes its name into another zone", "route53:ChangeResourceRecordSets", [otherZone], change(["UPSERT"], [ownName])],
  [
    "delegates the zone elsewhere",
    "route53:ChangeResourceRecordSets",
    [STACK.zone],
    change(["UPSERT"], [DOMAIN], ["NS"]),
  ],
  [
    "delegates its own name elsewhere",
    "route53:ChangeResourceRecordSets",
    [STACK.zone],
    change(["UPSERT"], [ownName], ["NS"]),
  ],
  ["rewrites the SOA", "route53:ChangeResourceRecordSets", [STACK.zone], change(["UPSERT"], [DOMAIN], ["SOA"])],
  ["takes the mail", "route53:ChangeResourceRecordSets", [STACK.zone], change(["UPSERT"], [DOMAIN], ["MX"])],
  [
    "proves the domain to a certificate authority",
    "route53:ChangeResourceRecordSets",
    [STACK.zone],
    change(["CREATE"], [`_acme-challenge.${DOMAIN}`], ["TXT"]),
  ],
  [
    "proves its own name by a text",
    "route53:ChangeResourceRecordSets",
    [STACK.zone],
    change(["UPSERT"], [ownName], ["TXT"]),
  ],
  [
    "makes its name an alias",
    "route53:ChangeResourceRecordSets",
    [STACK.zone],
    change(["CREATE"], [ownName], ["CNAME"]),
  ],
  ["points the domain at itself", "route53:ChangeResourceRecordSets", [STACK.zone], change(["UPSERT"], [DOMAIN])],
  [
    "points any name of the zone at itself",
    "route53:ChangeResourceRecordSets",
    [STACK.zone],
    change(["UPSERT"], [`*.${DOMAIN}`]),
  ],
  [
    "points another name at itself",
    "route53:ChangeResourceRecordSets",
    [STACK.zone],
    change(["UPSERT"], [`www.${DOMAIN}`]),
  ],
  [
    "points a name below its own at itself",
    "route53:ChangeResourceRecordSets",
    [STACK.zone],
    change(["UPSERT"], [`x.${ownName}`]),
  ],
  [
    "hides another name behind its own in one batch",
    "route53:ChangeResourceRecordSets",
    [STACK.zone],
    change(["UPSERT"], [ownName, `www.${DOMAIN}`]),
  ],
  [
    "hides another type behind its address in one batch",
    "route53:ChangeResourceRecordSets",
    [STACK.zone],
    change(["UPSERT"], [ownName], ["A", "TXT"]),
  ],
  [
    "points the name of all nodes at itself",
    "route53:ChangeResourceRecordSets",
    [STACK.zone],
    change(["UPSERT"], [`rpc.${DOMAIN}`]),
  ],
  ["signs the zone", "route53:EnableHostedZoneDNSSEC", [STACK.zone]],
  ["moves a domain", "route53domains:TransferDomain", ["*"]],
  // Other accounts and regions
  [
    "reads boot files of another region",
    "ssm:GetParameters",
    [arn("ssm", `parameter/${NAME}/boot-files/part-00`, OTHER_REGION)],
  ],
  [
    "reads boot files of another account",
    "ssm:GetParameters",
    [arn("ssm", `parameter/${NAME}/boot-files/part-00`, REGION, OTHER_ACCOUNT)],
  ],
  ["attaches a disk of another region", "ec2:AttachVolume", [own.volume.replace(REGION, OTHER_REGION), instance]],
  [
    "attaches its disk to an instance of another account",
    "ec2:AttachVolume",
    [own.volume, { arn: own.instance.replace(ACCOUNT, OTHER_ACCOUNT), tags: own.tag }],
  ],
  [
    "reports for an instance of another region",
    "ssm:UpdateInstanceInformation",
    [own.instance.replace(REGION, OTHER_REGION)],
  ],
  [
    "reports for an instance of another account",
    "ssm:UpdateInstanceInformation",
    [own.instance.replace(ACCOUNT, OTHER_ACCOUNT)],
  ],
  [
    "joins a cluster of its name in another region",
    "ecs:RegisterContainerInstance",
    [STACK.cluster.replace(REGION, OTHER_REGION)],
    tagging("EthereumNode", `${NAME}-node-0`),
  ],
  [
    "joins a cluster of its name in another account",
    "ecs:RegisterContainerInstance",
    [STACK.cluster.replace(ACCOUNT, OTHER_ACCOUNT)],
    tagging("EthereumNode", `${NAME}-node-0`),
  ],
  [
    "writes to the logs of another account",
    "logs:PutLogEvents",
    [hostStream("node-0").replace(ACCOUNT, OTHER_ACCOUNT)],
  ],
  [
    "speaks for a group of its name in another region",
    "autoscaling:SetInstanceHealth",
    [own.group.replace(REGION, OTHER_REGION)],
  ],
  [
    "takes the address of its id in another account",
    "ec2:AssociateAddress",
    [{ ...ownAddress, arn: own.elasticIp.replace(ACCOUNT, OTHER_ACCOUNT) }, instance],
  ],
  [
    "decrypts with the key of another account",
    "kms:Decrypt",
    [DEFAULT_KEY.replace(ACCOUNT, OTHER_ACCOUNT)],
    viaService("ec2"),
  ],
];

/** By the host of node-0 against node-1, in a fleet of both. */
export const byNode0AgainstNode1: readonly Attack[] = [
  ["attaches its disk to itself", "ec2:AttachVolume", [other.volume, instance]],
  ["attaches its disk to its instance", "ec2:AttachVolume", [other.volume, otherInstance]],
  ["attaches the own disk to its instance", "ec2:AttachVolume", [own.volume, otherInstance]],
  ["takes its disk away", "ec2:DetachVolume", [other.volume, otherInstance]],
  ["takes the own disk from its instance", "ec2:DetachVolume", [own.volume, otherInstance]],
  ["takes its disk by force from an instance that is gone", "ec2:DetachVolume", [other.volume]],
  [
    "tags its disk as initialised, so that it is never formatted",
    "ec2:CreateTags",
    [other.volume],
    tagging("ChainDiskInitialised", "true"),
  ],
  ["tags its instance as the own", "ec2:CreateTags", [otherInstance], tagging("EthereumNode", `${NAME}-node-0`)],
  ["removes the tag of its instance", "ec2:DeleteTags", [otherInstance], { "aws:TagKeys": ["EthereumNode"] }],
  ["deletes its disk", "ec2:DeleteVolume", [other.volume]],
  ["copies its disk", "ec2:CreateSnapshot", [other.volume, snapshot]],
  ["terminates its instance", "ec2:TerminateInstances", [otherInstance]],
  ["reads its user data", "ec2:DescribeInstanceAttribute", [otherInstance]],
  ["takes its address", "ec2:AssociateAddress", [otherAddress, instance]],
  ["gives it the own address", "ec2:AssociateAddress", [ownAddress, otherInstance]],
  ["takes its address off", "ec2:DisassociateAddress", [otherAddress]],
  ["drains it", "ecs:UpdateContainerInstancesState", [{ arn: other.containerInstance, tags: other.tag }], inCluster],
  ["takes it out of the cluster", "ecs:DeregisterContainerInstance", [STACK.cluster]],
  [
    "joins the cluster under its tag",
    "ecs:RegisterContainerInstance",
    [STACK.cluster],
    tagging("EthereumNode", `${NAME}-node-1`),
  ],
  [
    "tags its container instance as the own",
    "ecs:TagResource",
    [{ arn: other.containerInstance, tags: other.tag }],
    tagging("EthereumNode", `${NAME}-node-0`),
  ],
  [
    "tags the own container instance as its",
    "ecs:TagResource",
    [own.containerInstance],
    {
      ...tagging("EthereumNode", `${NAME}-node-1`),
      "ecs:CreateAction": "RegisterContainerInstance",
    },
  ],
  [
    "removes the tag of its container instance",
    "ecs:UntagResource",
    [other.containerInstance],
    { "aws:TagKeys": ["EthereumNode"] },
  ],
  ["stops its client", "ecs:StopTask", [task], inCluster],
  ["gives it attributes", "ecs:PutAttributes", [{ arn: other.containerInstance, tags: other.tag }], inCluster],
  ["has it replaced", "autoscaling:SetInstanceHealth", [other.group]],
  ["lets its group go on before its disk is free", "autoscaling:CompleteLifecycleAction", [other.group]],
  ["holds its group up", "autoscaling:RecordLifecycleActionHeartbeat", [other.group]],
  ["shrinks its group to nothing", "autoscaling:SetDesiredCapacity", [other.group]],
  [
    "points its name at itself",
    "route53:ChangeResourceRecordSets",
    [STACK.zone],
    change(["UPSERT"], [`node-1.${DOMAIN}`]),
  ],
  ["deletes its name", "route53:ChangeResourceRecordSets", [STACK.zone], change(["DELETE"], [`node-1.${DOMAIN}`])],
  [
    "points its share of the name at itself",
    "route53:ChangeResourceRecordSets",
    [STACK.zone],
    change(["UPSERT"], [`node-1.rpc.${DOMAIN}`]),
  ],
  [
    "deletes its share of the name",
    "route53:ChangeResourceRecordSets",
    [STACK.zone],
    change(["DELETE"], [`node-1.rpc.${DOMAIN}`]),
  ],
  [
    "hides its share behind the own in one batch",
    "route53:ChangeResourceRecordSets",
    [STACK.zone],
    change(["DELETE", "CREATE"], [`node-0.rpc.${DOMAIN}`, `node-1.rpc.${DOMAIN}`]),
  ],
  [
    "takes its share out of the name of all",
    "route53:ChangeResourceRecordSets",
    [STACK.zone],
    change(["DELETE"], [`rpc.${DOMAIN}`], ["CNAME"]),
  ],
  [
    "leads all shares to itself",
    "route53:ChangeResourceRecordSets",
    [STACK.zone],
    change(["UPSERT"], [`rpc.${DOMAIN}`], ["CNAME"]),
  ],
  [
    "puts an address at the name of all",
    "route53:ChangeResourceRecordSets",
    [STACK.zone],
    change(["CREATE"], [`rpc.${DOMAIN}`]),
  ],
  [
    "makes a new share of the name",
    "route53:ChangeResourceRecordSets",
    [STACK.zone],
    change(["CREATE"], [`node-9.rpc.${DOMAIN}`]),
  ],
  ["forges what its host logged", "logs:PutLogEvents", [hostStream("node-1")]],
  ["makes a stream in its name", "logs:CreateLogStream", [hostStream("node-1", "forged")]],
  ["reads what its host logged", "logs:GetLogEvents", [hostStream("node-1")]],
  ["opens a session on it", "ssm:StartSession", [otherInstance]],
  ["runs a command on it", "ssm:SendCommand", [otherInstance, arn("ssm", "document/AWS-RunShellScript")]],
  ["becomes its role", "sts:AssumeRole", [other.hostRole]],
  ["gives its role rights", "iam:PutRolePolicy", [other.hostRole]],
  ["decrypts its disk as EC2 in another region does", "kms:Decrypt", [DEFAULT_KEY], viaService("ec2", "eu-west-1")],
];

/** By who has the task execution role: the ECS agent of any host, or a task that somebody smuggled in. */
export const byExecutionRole: readonly Attack[] = [
  ["pulls another repository", "ecr:BatchGetImage", [arn("ecr", "repository/payments")]],
  ["pulls a repository whose name begins alike", "ecr:BatchGetImage", [`${STACK.repository}-private`]],
  ["pulls from another account", "ecr:BatchGetImage", [STACK.repository.replace(ACCOUNT, OTHER_ACCOUNT)]],
  ["pulls from another region", "ecr:GetDownloadUrlForLayer", [STACK.repository.replace(REGION, OTHER_REGION)]],
  ["pushes over the client's image", "ecr:PutImage", [STACK.repository]],
  ["uploads a layer", "ecr:UploadLayerPart", [STACK.repository]],
  ["deletes the client's images", "ecr:BatchDeleteImage", [STACK.repository]],
  ["opens the repository", "ecr:SetRepositoryPolicy", [STACK.repository]],
  ["lists images", "ecr:ListImages", [STACK.repository]],
  ["forges what a host logged", "logs:PutLogEvents", [hostStream("node-0")]],
  ["makes a stream among the hosts'", "logs:CreateLogStream", [hostStream("node-0")]],
  ["reads what the client logged", "logs:GetLogEvents", [clientStream()]],
  ["deletes what the client logged", "logs:DeleteLogStream", [clientStream()]],
  ["makes a log group", "logs:CreateLogGroup", [arn("logs", "log-group:/anything")]],
  ["shortens how long logs are kept", "logs:PutRetentionPolicy", [clientGroup]],
  ["reads a parameter", "ssm:GetParameters", [parameter(`${NAME}/boot-files/part-00`)]],
  ["reads a secret", "secretsmanager:GetSecretValue", [secret]],
  ["decrypts", "kms:Decrypt", [DEFAULT_KEY], viaService("ec2")],
  ["reads the Terraform state", "s3:GetObject", [stateObject]],
  ["becomes a host", "sts:AssumeRole", [own.hostRole]],
  ["gives itself rights", "iam:PutRolePolicy", [STACK.executionRole]],
  ["passes a mightier role", "iam:PassRole", [role], { "iam:PassedToService": "ecs-tasks.amazonaws.com" }],
  ["runs a task", "ecs:RunTask", [taskDefinition], inCluster],
  ["opens a shell in the client", "ecs:ExecuteCommand", [task, STACK.cluster], inCluster],
  ["joins the cluster", "ecs:RegisterContainerInstance", [STACK.cluster], tagging("EthereumNode", `${NAME}-node-0`)],
  ["takes orders for a host", "ecs:Poll", [own.containerInstance], inCluster],
  ["takes a disk", "ec2:AttachVolume", [own.volume, instance]],
  ["sees the instances", "ec2:DescribeInstances", ["*"]],
  ["changes a name", "route53:ChangeResourceRecordSets", [STACK.zone], change(["UPSERT"], [ownName])],
  ["opens a session's channel", "ssmmessages:OpenDataChannel", ["*"]],
];

/** What stays open, to a host of node-0 against the account and against node-1; decision 33 says what it is worth. */
export const openToHost: readonly OpenAttack[] = [
  {
    attack: ["sees all volumes of the account and their tags", "ec2:DescribeVolumes", ["*"]],
    why: "EC2 narrows no Describe action",
  },
  {
    attack: ["sees all instances of the account, their addresses and tags", "ec2:DescribeInstances", ["*"]],
    why: "EC2 narrows no Describe action",
  },
  {
    attack: ["reports a wrong state for node-1's task", "ecs:SubmitTaskStateChange", [STACK.cluster]],
    why: "ECS knows no resource but the cluster for it",
  },
  {
    attack: ["reports a wrong state for node-1's container", "ecs:SubmitContainerStateChange", [STACK.cluster]],
    why: "ECS knows no resource but the cluster for it",
  },
  {
    attack: [
      "takes the orders meant for node-1",
      "ecs:Poll",
      [{ arn: other.containerInstance, tags: other.tag }],
      inCluster,
    ],
    why: "ECS tells a policy the cluster of the container instance, and none of its tags",
  },
  {
    attack: [
      "sends metrics as node-1",
      "ecs:StartTelemetrySession",
      [{ arn: other.containerInstance, tags: other.tag }],
      inCluster,
    ],
    why: "ECS tells a policy the cluster of the container instance, and none of its tags",
  },
  {
    attack: ["asks for the agents' endpoint", "ecs:DiscoverPollEndpoint", ["*"]],
    why: "ECS knows no resource for it; the answer is an address",
  },
  {
    attack: ["reports to Session Manager as node-1", "ssm:UpdateInstanceInformation", [otherInstance]],
    why: "Systems Manager tells a policy no tag, and no variable of IAM holds the caller's instance id alone",
  },
  {
    attack: ["opens the channel of orders of Session Manager as another", "ssmmessages:OpenControlChannel", ["*"]],
    why: "the channels know no resource",
  },
  {
    attack: ["makes a channel of orders", "ssmmessages:CreateControlChannel", ["*"]],
    why: "the channels know no resource",
  },
  {
    attack: ["opens the channel of a session", "ssmmessages:OpenDataChannel", ["*"]],
    why: "the channels know no resource; it takes the session's token, too",
  },
  {
    attack: ["makes the channel of a session", "ssmmessages:CreateDataChannel", ["*"]],
    why: "the channels know no resource; it takes the session's token, too",
  },
  {
    attack: [
      "tags its own disk as initialised with any value",
      "ec2:CreateTags",
      [own.volume],
      tagging("ChainDiskInitialised", "no"),
    ],
    why: "it is what the host needs; the key counts and not its value, and it keeps a disk from being formatted",
  },
  {
    attack: [
      "points its own name at a stranger's address",
      "route53:ChangeResourceRecordSets",
      [STACK.zone],
      change(["UPSERT"], [ownName]),
    ],
    why: "Route53 tells a policy names, types and actions, not values",
  },
  {
    attack: ["sees all records of its zone", "route53:ListResourceRecordSets", [STACK.zone]],
    why: "Route53 narrows it to a zone and no further; it is how a stopping host finds the others",
  },
  {
    attack: [
      "points its share of the common name at a stranger",
      "route53:ChangeResourceRecordSets",
      [STACK.zone],
      change(["UPSERT"], [`node-0.rpc.${DOMAIN}`]),
    ],
    why: "it lends the share to other nodes when it stops; Route53 tells a policy no values",
  },
];

/** What stays open to the execution role. */
export const openToExecutionRole: readonly OpenAttack[] = [
  {
    attack: ["logs in to the registry", "ecr:GetAuthorizationToken", ["*"]],
    why: "ECR knows no resource for it; what the login may pull is limited",
  },
  {
    attack: ["writes into another node's stream of the clients", "logs:PutLogEvents", [clientStream()]],
    why: "one task definition, and so one role, serves all nodes; the streams bear the task's id",
  },
];
