import { EcsCluster } from "@cdktf/provider-aws/lib/ecs-cluster";
import { Construct } from "constructs";
import type { AwsAccount } from "../aws/aws-account";
import type { PolicyStatement } from "../aws/iam-policy";
import type { NodeTag } from "../host-contract";

const SERVE = ["ecs:Poll", "ecs:StartTelemetrySession"];

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

  /**
   * What the ECS agent of a host needs in this cluster, and nothing in another: to register with the node's tag only, and to
   * drain only what carries it. ECS lets nobody tie the rest to one instance.
   */
  joinStatements(nodeTag: NodeTag): PolicyStatement[] {
    const instances = [this.account.arn("ecs", `container-instance/${this.clusterName}/*`)];
    const inCluster = { ArnEquals: { "ecs:cluster": this.clusterArn } };
    const asThisNode = { [`aws:RequestTag/${nodeTag.key}`]: nodeTag.value };
    return [
      // The agent must find its endpoint before it knows any resource.
      { Sid: "FindEcs", Effect: "Allow", Action: ["ecs:DiscoverPollEndpoint"], Resource: ["*"] },
      {
        Sid: "JoinCluster",
        Effect: "Allow",
        Action: ["ecs:RegisterContainerInstance"],
        Resource: [this.clusterArn],
        Condition: { StringEquals: asThisNode },
      },
      // Whoever registers with tags needs this too. There is no id yet, and so no resource: the conditions say what it is.
      {
        Sid: "TagAtRegistration",
        Effect: "Allow",
        Action: ["ecs:TagResource"],
        Resource: ["*"],
        Condition: {
          StringEquals: { "ecs:CreateAction": "RegisterContainerInstance", ...asThisNode },
          "ForAllValues:StringEquals": { "aws:TagKeys": [nodeTag.key] },
        },
      },
      {
        Sid: "ReportTasks",
        Effect: "Allow",
        Action: ["ecs:SubmitContainerStateChange", "ecs:SubmitTaskStateChange"],
        Resource: [this.clusterArn],
      },
      { Sid: "ServeCluster", Effect: "Allow", Action: SERVE, Resource: instances, Condition: inCluster },
      {
        Sid: "DrainThisNode",
        Effect: "Allow",
        Action: ["ecs:UpdateContainerInstancesState"],
        Resource: instances,
        Condition: { ...inCluster, StringEquals: { [`aws:ResourceTag/${nodeTag.key}`]: nodeTag.value } },
      },
    ];
  }
}
