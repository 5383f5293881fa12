import type { DataAwsIamPolicyDocumentStatement } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { EcsCluster } from "@cdktf/provider-aws/lib/ecs-cluster";
import { Construct } from "constructs";
import type { AwsAccount } from "./aws-account";

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
  joinStatements(): DataAwsIamPolicyDocumentStatement[] {
    return [
      // The agent must find its endpoint before it knows any resource.
      { sid: "FindEcs", actions: ["ecs:DiscoverPollEndpoint"], resources: ["*"] },
      {
        sid: "JoinCluster",
        actions: [
          "ecs:RegisterContainerInstance",
          "ecs:DeregisterContainerInstance",
          "ecs:SubmitAttachmentStateChanges",
          "ecs:SubmitContainerStateChange",
          "ecs:SubmitTaskStateChange",
        ],
        resources: [this.clusterArn],
      },
      {
        sid: "ServeCluster",
        actions: ["ecs:Poll", "ecs:StartTelemetrySession", "ecs:UpdateContainerInstancesState"],
        resources: [this.account.arn("ecs", `container-instance/${this.clusterName}/*`)],
        condition: [{ test: "ArnEquals", variable: "ecs:cluster", values: [this.clusterArn] }],
      },
    ];
  }
}
