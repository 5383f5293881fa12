import type { AwsAnswer } from "./call-aws";
import type { LabUnderTest } from "./lab-under-test";

/** Fails where anything of the node stack is left, in the state or in the local AWS. */
export async function expectNothingLeft(lab: LabUnderTest): Promise<void> {
  const own = (name: string) => name.includes("mainnet-parity");
  const names = (service: string, operation: string, list: string, key: string) =>
    lab.aws(service, operation)[list].map((item: AwsAnswer) => item[key]);
  expect((await lab.stack.run(["state", "list"])).stdout).toBe("");
  expect(lab.chainVolumes()).toEqual({});
  expect(names("autoscaling", "describe_auto_scaling_groups", "AutoScalingGroups", "AutoScalingGroupName")).toEqual([]);
  expect(names("ec2", "describe_launch_templates", "LaunchTemplates", "LaunchTemplateName")).toEqual([]);
  expect(names("ec2", "describe_security_groups", "SecurityGroups", "GroupName").filter(own)).toEqual([]);
  expect(names("ecr", "describe_repositories", "repositories", "repositoryName").sort()).toEqual([
    "lab/geth",
    "lab/monitor",
  ]);
  expect(names("cloudwatch", "list_dashboards", "DashboardEntries", "DashboardName")).toEqual([]);
  expect(names("cloudwatch", "describe_alarms", "MetricAlarms", "AlarmName")).toEqual([]);
  expect(names("iam", "list_instance_profiles", "InstanceProfiles", "InstanceProfileName")).toEqual([]);
  expect(names("iam", "list_roles", "Roles", "RoleName").filter(own)).toEqual([]);
  expect(names("logs", "describe_log_groups", "logGroups", "logGroupName")).toEqual([]);
  expect(names("route53", "list_hosted_zones", "HostedZones", "Name")).toEqual([]);
  expect(names("ssm", "describe_parameters", "Parameters", "Name").filter(own)).toEqual([]);
}
