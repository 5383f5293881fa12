import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { DockerProvider } from "@cdktf/provider-docker/lib/provider";
import { Op, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { PermissionsBoundary } from "../modules/aws/permissions-boundary";
import { UsableKmsKey } from "../modules/aws/usable-kms-key";
import { NodeFleet } from "../modules/node-fleet";
import { useBackend } from "./backend";
import { declareNodeOutputs } from "./outputs";
import type { Settings } from "./settings/settings-of";
import { defaultTags, deploymentTag } from "./variables/own-tags";
import { declaredValues, declareVariables, nodeVariables } from "./variables/variables";

/** The stack of a fleet: what comes from outside, the fleet, and what it tells. */
export class NodeStack extends TerraformStack {
  readonly fleet: NodeFleet;

  constructor(scope: Construct, id: string, settings: Settings) {
    super(scope, id);
    const { name, region } = settings;
    const rules = nodeVariables(settings);
    const variables = declareVariables(this, rules);
    useBackend(this, id, settings);
    new AwsProvider(this, "aws", { region, defaultTags: defaultTags(name, variables.tags) });
    // Under this id the names of its resources are what they would be in the stack itself.
    this.fleet = new NodeFleet(this, "Default", {
      ...settings,
      ...declaredValues(rules, variables),
      deploymentTag: deploymentTag(name),
    });
    // Not in the fleet: one that the same apply makes, as a library's user may, cannot be asked for.
    const boundary = variables.permissionsBoundaryArn.stringValue;
    new PermissionsBoundary(this, "boundary", { policyArn: boundary });
    const key = variables.kmsKeyArn.stringValue;
    new UsableKmsKey(this, "key", { variable: "kms_key_arn", kmsKeyArn: key, isNeeded: Op.neq("", key) });
    const chainKey = variables.chainVolumeKmsKeyArn.stringValue;
    new UsableKmsKey(this, "chain-volume-key", {
      variable: "chain_volume_kms_key_arn",
      kmsKeyArn: chainKey,
      isNeeded: Op.and(Op.neq("", chainKey), this.fleet.makesChainVolume),
    });
    if (settings.buildsImages) {
      // The login stays with the Docker CLI: a password given here would end up in the state.
      new DockerProvider(this, "docker", { registryAuth: [{ address: this.fleet.account.ecrRegistry }] });
    }
    declareNodeOutputs(this, this.fleet);
  }
}
