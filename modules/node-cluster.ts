import { EcsCluster } from "@cdktf/provider-aws/lib/ecs-cluster";
import { Construct } from "constructs";
import type { AwsAccount } from "./aws-account";
import type { PolicyStatement } from "./iam-policy";

export interface NodeClusterProps {
  /** Name of the cluster. */
  readonly name: string;
  readonly account: AwsAccount;
}

/** The ECS cluster that all nodes of a fleet join. */
export class NodeCluster extends Construct {
  readonly clusterName: string;
  readonly clusterArn: string;
  private readonly account: AwsAccount;

  constructor(scope: Construct, id: string, props: NodeClusterProps) {
    super(scope, id);
    this.account = props.account;
    const cluster = new EcsCluster(this, "cluster", {
      name: props.name,
      // RunningTaskCount, which tells that a client is down, is a Container Insights metric.
      setting: [{ name: "containerInsights", value: "enabled" }],
    });

    this.clusterName = cluster.name;
    this.clusterArn = cluster.arn;
  }

  /** What the ECS agent of a host needs in this cluster, and nothing in another. */
  joinStatements(): PolicyStatement[] {
    return [
      // The agent must find its endpoint before it knows any resource.
      { Sid: "FindEcs", Effect: "Allow", Action: ["ecs:DiscoverPollEndpoint"], Resource: ["*"] },
      {
        Sid: "JoinCluster",
        Effect: "Allow",
        Action: [
          "ecs:RegisterContainerInstance",
          "ecs:DeregisterContainerInstance",
          "ecs:SubmitAttachmentStateChanges",
          "ecs:SubmitContainerStateChange",
          "ecs:SubmitTaskStateChange",
        ],
        Resource: [this.clusterArn],
      },
      {
        Sid: "ServeCluster",
        Effect: "Allow",
        Action: ["ecs:Poll", "ecs:StartTelemetrySession", "ecs:UpdateContainerInstancesState"],
        Resource: [this.account.arn("ecs", `container-instance/${this.clusterName}/*`)],
        Condition: { ArnEquals: { "ecs:cluster": this.clusterArn } },
      },
    ];
  }
}
