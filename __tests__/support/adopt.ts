import { VAR_FILE } from "../../lab/lab-settings";
import type { LabUnderTest } from "./lab-under-test";

const NAME = "mainnet-parity";

/** How to find the import id of what a type's resource is in AWS; undefined where there is none. */
const FINDERS: Readonly<Record<string, (lab: LabUnderTest, address: string) => string | undefined>> = {
  aws_ebs_volume: (lab) => lab.chainVolumes()[`${NAME}-node-0-chain`]?.VolumeId,
  aws_route53_zone: (lab) => lab.aws("route53", "list_hosted_zones").HostedZones[0]?.Id.replace("/hostedzone/", ""),
  aws_autoscaling_group: () => `${NAME}-node-0`,
  aws_cloudwatch_log_group: (_, address) => `/${NAME}/${/logs_(.+)_[0-9A-F]{8}$/.exec(address)?.[1]}`,
  aws_ecr_repository: (_, address) => `${NAME}/${address.includes("monitor-image") ? "monitor" : "geth"}`,
  aws_ecs_cluster: () => NAME,
  aws_ecs_service: () => `${NAME}/geth`,
  aws_ssm_parameter: (_, address) => {
    const [, group, key] = /\.(boot|parameters)_(.+)_[0-9A-F]{8}$/.exec(address) ?? [];
    return `/${NAME}/${group === "boot" ? "boot-files/" : ""}${key}`;
  },
};

/**
 * Imports what a killed apply made and the state lacks, found by name, as docs/runbooks/locked-state.md tells an operator.
 * The types left out have generated names and hold no data: a second one does no harm.
 */
export async function adopt(lab: LabUnderTest): Promise<void> {
  const inState = (await lab.stack.run(["state", "list"])).stdout.split("\n");
  for (const [type, find] of Object.entries(FINDERS)) {
    for (const address of lab.addressesOf(type)) {
      const id = find(lab, address);
      if (id === undefined || inState.includes(address)) {
        continue;
      }
      const { exitCode, stderr } = await lab.stack.try([
        "import",
        "-input=false",
        "-no-color",
        `-var-file=${VAR_FILE}`,
        address,
        id,
      ]);
      if (exitCode !== 0 && !/Cannot import non-existent remote object|ClusterNotFound|ServiceNotFound/.test(stderr)) {
        throw new Error(`import of ${address} as ${id} failed: ${stderr}`);
      }
    }
  }
}
