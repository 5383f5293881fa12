import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { acceptFindings } from "../modules/aws/accept-findings";
import { AwsAccount } from "../modules/aws/aws-account";
import { iamPolicy, type PolicyStatement } from "../modules/aws/iam-policy";
import { acceptedInPolicies, JUDGED } from "../modules/delivery/accepted-findings";
import { applyBoundary } from "../modules/delivery/apply-boundary";
import { type ApplyRightsProps, applyRights } from "../modules/delivery/apply-rights";
import { CiProvider } from "../modules/delivery/ci-provider";
import { applyTrust, planTrust } from "../modules/delivery/ci-trust";
import { deliveryNames } from "../modules/delivery/delivery-names";
import { DeliveryRole } from "../modules/delivery/delivery-role";
import { nodeBoundary } from "../modules/delivery/node-boundary";
import { planRights, preflightRights } from "../modules/delivery/plan-rights";
import { useBackend } from "./backend";
import { declareDeliveryOutputs } from "./outputs";
import type { Settings } from "./settings/settings";
import { NODE_STACK } from "./stack-ids";
import { deliveryVariables } from "./variables/delivery-variables";
import { defaultTags, PROJECT_TAG } from "./variables/own-tags";
import { declareVariables } from "./variables/variables";

/** Settings of a deployment that is delivered by CI. */
export interface DeliverySettings extends Settings {
  readonly repository: string;
  readonly stateBucket: string;
}

/** Who may plan and who may apply: the identity of the workflows. An administrator applies it, and no workflow can. */
export class DeliveryStack extends TerraformStack {
  constructor(scope: Construct, id: string, settings: DeliverySettings) {
    super(scope, id);
    const { name, region } = settings;
    const { dnsName, tags } = declareVariables(this, deliveryVariables(settings));
    useBackend(this, id, settings);
    new AwsProvider(this, "aws", { region, defaultTags: defaultTags(name, tags) });

    const account = new AwsAccount(this, "account", { region });
    const names = deliveryNames(name);
    const provider = new CiProvider(this, "ci", {
      platform: settings.ciPlatform,
      isThere: settings.ciProviderExists,
    });
    const projectTag = PROJECT_TAG;
    const pushesImages = settings.buildsImages;
    const deletableVolumes = settings.protectChainDisk
      ? settings.retiredNodes.map((node) => `${name}-${node}-chain`)
      : [`${name}-*-chain`];
    const accepted = acceptedInPolicies(pushesImages, deletableVolumes.length > 0);
    const policy = (of: string, description: string, statements: readonly PolicyStatement[]) => {
      const made = new IamPolicy(this, of, { name: names.policy(of), description, policy: iamPolicy(statements) });
      acceptFindings(made, JUDGED, accepted[of] ?? {});
      return made;
    };
    const bounds = policy(
      "node-boundary",
      `The most that a role of the nodes ${name} may do`,
      nodeBoundary({ name, account, projectTag, dnsName: dnsName.stringValue }),
    );
    const rightsProps: ApplyRightsProps = {
      name,
      account,
      projectTag,
      stateBucket: settings.stateBucket,
      stateKey: `${name}/${NODE_STACK}.tfstate`,
      stateKmsCaller: account.kmsCaller("s3", settings.stateRegion),
      planPrefix: settings.planPrefix,
      ...(settings.stateKmsKeyArn === undefined ? {} : { stateKmsKeyArn: settings.stateKmsKeyArn }),
      pushesImages,
      ...(settings.zoneId === undefined ? {} : { zoneId: settings.zoneId }),
      recycleBin: settings.recycleBinDays !== undefined,
      // By the name, so that a reviewer reads the policies in the first plan.
      nodeBoundaryArn: account.iamArn(`policy/${names.policy("node-boundary")}`),
      dnsName: dnsName.stringValue,
      zoneMayGo: settings.dnsZone === "private" || !settings.protectZone,
      deletableVolumes,
    };
    const reading = planRights(rightsProps);
    const { machines, roles, services } = applyRights(rightsProps);
    const read = policy("read", `What a plan of ${name} reads, and the bundle that it writes`, reading).arn;
    const ceiling = policy(
      "apply-boundary",
      `The most that the workflow that applies ${name} may do`,
      applyBoundary([...reading, ...machines, ...roles, ...services], rightsProps),
    );
    const trust = {
      platform: settings.ciPlatform,
      repository: settings.repository,
      mainBranch: settings.mainBranch,
      applyEnvironments: settings.applyEnvironments,
    };
    const plan = new DeliveryRole(this, "plan", {
      roleName: names.planRole,
      description: `Workflows plan ${name}`,
      platform: settings.ciPlatform,
      providerArn: provider.arn,
      trust: planTrust(trust),
      sessionHours: 1,
      policyArns: {
        read,
        preflight: policy("preflight", `What bin/preflight asks of the account of ${name}`, preflightRights()).arn,
      },
    });
    const apply = new DeliveryRole(this, "apply", {
      roleName: names.applyRole,
      description: `Workflows apply reviewed plans of ${name}`,
      platform: settings.ciPlatform,
      providerArn: provider.arn,
      trust: applyTrust(trust),
      // As long as a job of GitHub lasts.
      sessionHours: 6,
      permissionsBoundaryArn: ceiling.arn,
      policyArns: {
        read,
        machines: policy("machines", `What an apply of ${name} does to its machines`, machines).arn,
        roles: policy("roles", `What an apply of ${name} does to its roles and keys`, roles).arn,
        services: policy("services", `What an apply of ${name} does to the rest`, services).arn,
      },
    });
    declareDeliveryOutputs(this, { planRoleArn: plan.arn, applyRoleArn: apply.arn, nodeBoundaryArn: bounds.arn });
  }
}
