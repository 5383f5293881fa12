import { TerraformOutput, type TerraformStack } from "cdktf";
import type { NodeFleet } from "../modules/node-fleet";
import type { StateBucket } from "../modules/state-bucket";

/** Every output of the node stack. */
export function declareNodeOutputs(stack: TerraformStack, fleet: NodeFleet): void {
  const { cluster, nodeProfile, dns, images, logs, network, nodes, readyUrls, region, rpcUrl, service, wsUrl } = fleet;
  const repositoryUrls = Object.fromEntries(images.map(({ container, repositoryUrl }) => [container, repositoryUrl]));
  declareOutputs(stack, {
    region: [region, "AWS region of the nodes."],
    access_security_group_id: [
      network.accessSecurityGroupId,
      "Give this security group to whoever shall call RPC and monitor.",
    ],
    node_security_group_id: [network.nodeSecurityGroupId, "Security group of the nodes."],
    name_servers: [dns.nameServers, "Name servers of the zone, to which the name of a public one is delegated."],
    zone_id: [dns.zoneId, "Route53 zone of the nodes."],
    cluster_name: [cluster.clusterName, "ECS cluster of the nodes."],
    service_name: [service.serviceName, "ECS service that runs the clients."],
    chain_volume_ids: [
      Object.fromEntries(nodes.map((node) => [node.nodeName, node.chainVolumeId])),
      "EBS volume with the chain of each node, by node name.",
    ],
    log_group_name: [logs.groupName, "CloudWatch log group of clients and monitor, a stream a container and task."],
    host_log_group_name: [
      logs.hostGroupName,
      "CloudWatch log group of the hosts, a stream a node, instance and source.",
    ],
    elastic_ips: [
      Object.fromEntries(
        nodes.filter(({ elasticIp }) => elasticIp !== undefined).map((node) => [node.nodeName, node.elasticIp]),
      ),
      "Lasting public address of each node that has one, by node name.",
    ],
    ecr_repository_url: [
      repositoryUrls[nodeProfile.execution.profile.name],
      "ECR repository of the execution client's image.",
    ],
    ecr_repository_urls: [
      repositoryUrls,
      "ECR repository of the image of each client and of the monitor, by container.",
    ],
    rpc_url: [rpcUrl, "JSON-RPC over HTTP, of all nodes; each answers under its own name too."],
    ws_url: [wsUrl, "JSON-RPC over websocket, of all nodes; each answers under its own name too."],
    ready_urls: [
      readyUrls,
      "Where each node answers 200 while it may be asked, else 503, by node name; for a load balancer.",
    ],
  });
}

/** Every output of the state stack. */
export function declareStateOutputs(stack: TerraformStack, bucket: StateBucket): void {
  declareOutputs(stack, {
    state_bucket: [bucket.bucketName, "Set ETHNODE_STATE_BUCKET to this name to keep state in the bucket."],
  });
}

/** What the workflows are given, and the nodes' stack. */
export interface DeliveryOutputsProps {
  readonly planRoleArn: string;
  readonly applyRoleArn: string;
  readonly nodeBoundaryArn: string;
}

/** Every output of the delivery stack. */
export function declareDeliveryOutputs(stack: TerraformStack, props: DeliveryOutputsProps): void {
  declareOutputs(stack, {
    plan_role_arn: [props.planRoleArn, "Role of the workflows that plan: the variable AWS_PLAN_ROLE_ARN on GitHub."],
    apply_role_arn: [props.applyRoleArn, "Role of the workflows that apply: AWS_APPLY_ROLE_ARN of its environments."],
    permissions_boundary_arn: [
      props.nodeBoundaryArn,
      "Value of permissions_boundary_arn of the node stack: the apply's role makes no role without it.",
    ],
  });
}

function declareOutputs(
  stack: TerraformStack,
  outputs: Readonly<Record<string, readonly [value: unknown, description: string]>>,
): void {
  for (const [name, [value, description]] of Object.entries(outputs)) {
    new TerraformOutput(stack, name, { value, description });
  }
}
