import { EcsService } from "@cdktf/provider-aws/lib/ecs-service";
import { EcsTaskDefinition } from "@cdktf/provider-aws/lib/ecs-task-definition";
import { Construct } from "constructs";
import type { AwsAccount } from "./aws-account";
import { clientContainer } from "./client-container";
import type { ClientProfile } from "./clients/client-profile";
import { CLIENT_FACTS_DIRECTORY, MOUNT_POINT } from "./host-paths";
import type { PolicyStatement } from "./iam-policy";
import type { NodeCluster } from "./node-cluster";
import type { NodeLogs } from "./node-logs";
import { ServiceRole } from "./service-role";

export interface NodeServiceProps {
  /** Prefix of every name in AWS. */
  readonly name: string;
  readonly account: AwsAccount;
  readonly cluster: NodeCluster;
  readonly logs: NodeLogs;
  readonly client: ClientProfile;
  /** One of the client's chains. */
  readonly chain: string;
  /** URI of the client's image. */
  readonly image: string;
  /** The right to pull that image. */
  readonly pullStatements: readonly PolicyStatement[];
}

/** The ECS service that runs one client on every host of the cluster. */
export class NodeService extends Construct {
  readonly serviceName: string;

  constructor(scope: Construct, id: string, props: NodeServiceProps) {
    super(scope, id);
    const { account, client } = props;
    const execution = new ServiceRole(this, "execution", {
      namePrefix: `${props.name}-task-`,
      description: "ECS starts the Ethereum client: pulls its image, writes its logs",
      service: "ecs-tasks.amazonaws.com",
      assumeCondition: { StringEquals: { "aws:SourceAccount": account.accountId } },
      statements: [...props.pullStatements, props.logs.writeStatement],
    });
    const task = new EcsTaskDefinition(this, "task", {
      family: `${props.name}-${client.name}`,
      requiresCompatibilities: ["EC2"],
      networkMode: "bridge",
      executionRoleArn: execution.role.arn,
      containerDefinitions: JSON.stringify([
        clientContainer({ ...props, region: account.region, logGroupName: props.logs.groupName }),
      ]),
      volume: [
        { name: "chain", hostPath: MOUNT_POINT },
        { name: "client-facts", hostPath: CLIENT_FACTS_DIRECTORY },
      ],
    });
    const service = new EcsService(this, "service", {
      name: client.name,
      cluster: props.cluster.clusterArn,
      taskDefinition: task.arn,
      launchType: "EC2",
      schedulingStrategy: "DAEMON",
      // Two clients may not open one database: the old task stops before the new one starts.
      deploymentMinimumHealthyPercent: 0,
      deploymentMaximumPercent: 100,
      dependsOn: [execution.policy],
    });

    this.serviceName = service.name;
  }
}
