import type { Settings } from "../settings/settings-of";
import type { Variable } from "./variable";

const ECS_AMI_PARAMETERS = {
  arm64: "/aws/service/ecs/optimized-ami/amazon-linux-2023/arm64/recommended/image_id",
  x86_64: "/aws/service/ecs/optimized-ami/amazon-linux-2023/recommended/image_id",
} as const;
/** Between the system and the release, where AWS's parameters name neither architecture nor accelerator for plain x86_64. */
const OF_ARCHITECTURE = { arm64: "arm64/", x86_64: "((gpu|neuron)/)?" } as const;

/** The instances, and what they start from. */
export function machineVariables({ nodeProfile: { architecture, sizing } }: Settings) {
  return {
    instanceType: {
      name: "instance_type",
      type: "string",
      byDefault: sizing.instanceType,
      description: `EC2 instance type of the nodes (${architecture}). A change replaces the instance and keeps the disk.`,
      change:
        "Replaces the instance. The plan [asks EC2](decisions/0043-the-plan-asks-ec2.md) whether the type is of the architecture, Nitro, offered in each node's zone, and has more memory than the clients reserve.",
      rules: [
        {
          must: "be in the form of an EC2 instance type such as m7i.xlarge",
          holds: 'can(regex("^[a-z][a-z0-9-]*\\\\.[a-z0-9-]+$", var.instance_type))',
        },
      ],
    },
    nodeRunning: {
      name: "node_running",
      type: "bool",
      byDefault: true,
      description: "false stops the instances and keeps the disks.",
      change: "`false` ends the instances, once the clients have stopped; `true` starts new ones on the same disks.",
    },
    amiParameter: {
      name: "ami_parameter",
      type: "string",
      byDefault: ECS_AMI_PARAMETERS[architecture],
      description:
        "SSM parameter with the id of the ECS-optimised AMI. It moves: the plan shows a new AMI, and applying it replaces the instance.",
      change: "Replaces the instance where the AMI is another.",
      rules: [
        {
          must: "be the name of an SSM parameter, beginning with /",
          holds: 'can(regex("^/[A-Za-z0-9_./-]+$", var.ami_parameter))',
        },
        {
          must: `be, of AWS's own parameters, one with the id alone (/image_id) of an ECS-optimised Amazon Linux 2023 AMI for ${architecture}, such as ${ECS_AMI_PARAMETERS[architecture]}`,
          holds: `!startswith(var.ami_parameter, "/aws/service/") || can(regex("^/aws/service/ecs/optimized-ami/amazon-linux-2023/${OF_ARCHITECTURE[architecture]}[^/]+/image_id$", var.ami_parameter))`,
        },
      ],
    },
    amiId: {
      name: "ami_id",
      type: "string",
      byDefault: "",
      description: `ECS-optimised Amazon Linux 2023 AMI (${architecture}) to stay on; empty: what ami_parameter says.`,
      change: "Replaces the instance where the AMI is another.",
      rules: [
        {
          must: "be empty or an AMI id (ami-…)",
          holds: 'can(regex("^(ami-[0-9a-f]{8,17})?$", var.ami_id))',
        },
      ],
    },
  } as const satisfies Record<string, Variable>;
}
