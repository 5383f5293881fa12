import { EcsService } from "@cdktf/provider-aws/lib/ecs-service";
import { EcsTaskDefinition } from "@cdktf/provider-aws/lib/ecs-task-definition";
import { Construct } from "constructs";
import { acceptFindings } from "../aws/accept-findings";
import type { AwsAccount } from "../aws/aws-account";
import type { PolicyStatement } from "../aws/iam-policy";
import { ServiceRole } from "../aws/service-role";
import { ENGINE_API } from "../clients/client-command";
import type { NodeProfile } from "../clients/node-profile";
import { CLIENT_FACTS_DIRECTORY, ENGINE_API_DIRECTORY } from "../host-contract";
import type { ClientImage } from "../image/client-image";
import type { ContainerImage } from "../image/container-image";
import type { ClientMemory } from "./client-memory";
import type { NodeCluster } from "./cluster";
import { type ContainerDefinition, clientContainer, dataVolumeName } from "./container-definition";
import type { NodeLogs } from "./logs";
import { MONITOR_VOLUME, type MonitorContainerProps, monitorContainer } from "./monitor-container";

export interface NodeServiceProps {
  /** Prefix of every name in AWS. */
  readonly name: string;
  readonly account: AwsAccount;
  readonly cluster: NodeCluster;
  readonly logs: NodeLogs;
  readonly nodeProfile: NodeProfile;
  readonly memory: ClientMemory;
  /** ARN of the IAM policy that bounds the role; empty for none. */
  readonly permissionsBoundaryArn: string;
  /** Those of the clients, in the order in which they start. */
  readonly images: readonly ClientImage[];
  /** The monitor beside them; undefined where none runs. */
  readonly monitor: Pick<MonitorContainerProps, "image" | "pages" | "referenceUrl"> | undefined;
}

/** The ECS service that runs the clients and their monitor, as one task, on every host of the cluster. */
export class NodeService extends Construct {
  readonly serviceName: string;

  constructor(scope: Construct, id: string, props: NodeServiceProps) {
    super(scope, id);
    const { account, monitor, name, nodeProfile } = props;
    const log = { region: account.region, logGroupName: props.logs.groupName };
    const main = nodeProfile.execution.profile.name;
    const pull = pullStatements([...props.images, ...(monitor === undefined ? [] : [monitor.image])]);
    const execution = new ServiceRole(this, "execution", {
      namePrefix: `${name}-task-`,
      description: "ECS starts the Ethereum clients: pulls their images, writes their logs",
      service: "ecs-tasks.amazonaws.com",
      assumeCondition: { StringEquals: { "aws:SourceAccount": account.accountId } },
      permissionsBoundaryArn: props.permissionsBoundaryArn,
      statements: [...pull, props.logs.writeStatement],
    });
    if (pull.length > 0) {
      acceptFindings(execution.policy, "2026-11-27", {
        "CREDENTIALS_EXPOSURE ecr:getauthorizationtoken":
          "ECS pulls the images with the token; it opens no more than the role's other rights on ECR do",
      });
    }
    const task = new EcsTaskDefinition(this, "task", {
      family: `${name}-${main}`,
      requiresCompatibilities: ["EC2"],
      networkMode: "bridge",
      executionRoleArn: execution.role.arn,
      containerDefinitions: containerDefinitions([
        ...props.images.map((image) =>
          clientContainer({
            ...log,
            image,
            memoryLimitMiB: props.memory.limitMiB(image.run),
            usesEngineApi: nodeProfile.servesEngineApi,
            ...(image.run === nodeProfile.consensus ? { linkedTo: { container: main, as: ENGINE_API.host } } : {}),
          }),
        ),
        ...(monitor === undefined ? [] : [monitorContainer({ ...log, ...monitor, name, nodeProfile })]),
      ]),
      volume: [
        ...props.images.map(({ run }) => ({ name: dataVolumeName(run), hostPath: run.dataDirectory })),
        { name: "client-facts", hostPath: CLIENT_FACTS_DIRECTORY },
        ...(nodeProfile.servesEngineApi ? [{ name: "engine-api", hostPath: ENGINE_API_DIRECTORY }] : []),
        ...(monitor === undefined ? [] : [MONITOR_VOLUME]),
      ],
      lifecycle: { precondition: [props.memory.suffices] },
    });
    const service = new EcsService(this, "service", {
      name: main,
      cluster: props.cluster.clusterArn,
      taskDefinition: task.arn,
      launchType: "EC2",
      schedulingStrategy: "DAEMON",
      // Two clients may not open one database: the old task stops before the new one starts.
      deploymentMinimumHealthyPercent: 0,
      deploymentMaximumPercent: 100,
      // Whose a task is, to those who look at its bill.
      propagateTags: "SERVICE",
      dependsOn: [execution.policy],
    });

    this.serviceName = service.name;
  }
}

/** As ECS takes them; not Fn.jsonencode, whose HCL no reviewer could read. */
function containerDefinitions(definitions: readonly ContainerDefinition[]): string {
  return definitions.reduce(
    // A number that Terraform works out is a token here, and ECS refuses a string.
    (json, { memory }) => (typeof memory === "number" ? json : json.replace(JSON.stringify(memory), memory)),
    JSON.stringify(definitions),
  );
}

/** The rights to pull all images; one statement of each kind, as IAM wants each Sid once. */
function pullStatements(images: readonly ContainerImage[]): PolicyStatement[] {
  const arns = images.flatMap(({ pulledFromArn }) => pulledFromArn ?? []);
  if (arns.length === 0) {
    return [];
  }
  return [
    // AWS knows no narrower resource for the token.
    { Sid: "LogInToEcr", Effect: "Allow", Action: ["ecr:GetAuthorizationToken"], Resource: ["*"] },
    {
      Sid: "PullClientImage",
      Effect: "Allow",
      Action: ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
      Resource: arns,
    },
  ];
}
