import type { DeliveryRightsProps } from "./delivery-rights-props";

/** What belongs to the deployment, by its ARNs: all that carries the deployment's name. EC2 knows names of nothing, and goes by tags. */
export function rightsOn({ account, name, zoneId }: Pick<DeliveryRightsProps, "account" | "name" | "zoneId">) {
  return {
    alarms: [account.arn("cloudwatch", `alarm:${name}-*`)],
    dashboards: [account.worldwideArn("cloudwatch", `dashboard/${name}-*`)],
    ecs: [
      account.arn("ecs", `cluster/${name}`),
      account.arn("ecs", `service/${name}/*`),
      account.arn("ecs", `task-definition/${name}-*:*`),
    ],
    groups: [account.arn("autoscaling", `autoScalingGroup:*:autoScalingGroupName/${name}-*`)],
    hostRoles: [account.iamArn(`role/${name}-host-*`)],
    taskRoles: [account.iamArn(`role/${name}-task-*`)],
    nodeRoles: [account.iamArn(`role/${name}-host-*`), account.iamArn(`role/${name}-task-*`)],
    instanceProfiles: [account.iamArn(`instance-profile/${name}-host-*`)],
    logGroups: [account.arn("logs", `log-group:/${name}/*`)],
    parameters: [account.arn("ssm", `parameter/${name}/*`)],
    repositories: [account.arn("ecr", `repository/${name}/*`)],
    topics: [account.arn("sns", `${name}-*`)],
    zones: [account.globalArn("route53", `hostedzone/${zoneId ?? "*"}`)],
    addresses: account.arn("ec2", "elastic-ip/*"),
    instances: account.arn("ec2", "instance/*"),
    interfaces: account.arn("ec2", "network-interface/*"),
    securityGroups: account.arn("ec2", "security-group/*"),
    snapshots: account.sharedArn("ec2", "snapshot/*"),
    templates: account.arn("ec2", "launch-template/*"),
    volumes: account.arn("ec2", "volume/*"),
  };
}
