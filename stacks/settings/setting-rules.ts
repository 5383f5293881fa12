import { isReferenceUrl, REFERENCE_URL_RULE } from "../../modules/clients/reference-url";
import { SHARED_LABEL } from "../../modules/fleet/dns";
import { backendKeyPattern } from "./kms-key";
import type { SettingKey, SettingValues } from "./settings-table";

/** The settings with the defaults that follow from one another. */
export type CompleteSettings = SettingValues & {
  readonly nodeNames: readonly string[];
  readonly stateRegion: string;
  readonly planPrefix: string;
};

/** What two settings ask of each other. */
export interface SettingRule {
  readonly key: SettingKey;
  /** In words, after "must". */
  readonly must: string;
  /** What that comes to with these settings, shown behind a colon. @default nothing */
  readonly namely?: (settings: CompleteSettings) => string;
  readonly holds: (settings: CompleteSettings) => boolean;
}

export const settingRules: readonly SettingRule[] = [
  {
    key: "nodeNames",
    must: "be one or more names without repetition",
    holds: ({ nodeNames }) => nodeNames.length > 0 && new Set(nodeNames).size === nodeNames.length,
  },
  {
    key: "nodeNames",
    must: `not contain ${SHARED_LABEL}, the name that all nodes share`,
    holds: ({ nodeNames }) => !nodeNames.includes(SHARED_LABEL),
  },
  {
    key: "validator",
    must: "be given with one node only: a change restarts all nodes of a stack at once, so each validator is a stack of its own",
    holds: ({ nodeNames, validator }) => validator === undefined || nodeNames.length === 1,
  },
  {
    key: "elasticIp",
    must: "be false where publicAddress (ETHNODE_PUBLIC_ADDRESS) is false",
    holds: ({ elasticIp, publicAddress }) => publicAddress || !elasticIp,
  },
  {
    key: "monitorPages",
    must: "hold none alone, or pages without repetition",
    holds: ({ monitorPages }) =>
      (monitorPages.length < 2 || !monitorPages.includes("none")) && new Set(monitorPages).size === monitorPages.length,
  },
  {
    key: "referenceUrl",
    must: REFERENCE_URL_RULE,
    holds: ({ referenceUrl }) => referenceUrl === undefined || isReferenceUrl(referenceUrl.replace(/\/$/, "")),
  },
  {
    key: "retiredNodes",
    must: "not name a node that is still there",
    namely: ({ nodeNames }) => nodeNames.join(", "),
    holds: ({ nodeNames, retiredNodes }) => !retiredNodes.some((retired) => nodeNames.includes(retired)),
  },
  {
    key: "nodeCount",
    must: "equal the number of nodeNames, where both are given",
    namely: ({ nodeNames }) => String(nodeNames.length),
    holds: ({ nodeCount, nodeNames }) => nodeCount === undefined || nodeCount === nodeNames.length,
  },
  {
    key: "stateKmsKeyArn",
    must: "be the ARN of a KMS key in the region of the state, and not of an alias",
    namely: ({ stateRegion }) => `arn:aws:kms:${stateRegion}:<account id>:key/<key id>`,
    holds: ({ stateKmsKeyArn, stateRegion }) =>
      stateKmsKeyArn === undefined || new RegExp(backendKeyPattern(stateRegion)).test(stateKmsKeyArn),
  },
  {
    key: "stateRoleArn",
    must: "be given with stateBucket only, whose state it reads and writes",
    holds: ({ stateBucket, stateRoleArn }) => stateRoleArn === undefined || stateBucket !== undefined,
  },
  {
    key: "repository",
    must: "be given with stateBucket (ETHNODE_STATE_BUCKET) only: a job of CI keeps no state of its own",
    holds: ({ repository, stateBucket }) => repository === undefined || stateBucket !== undefined,
  },
  {
    key: "repository",
    must: "be given without stateRoleArn (ETHNODE_STATE_ROLE_ARN): through it the role that plans would write the state",
    holds: ({ repository, stateRoleArn }) => repository === undefined || stateRoleArn === undefined,
  },
  {
    key: "repository",
    must: "be owner/name where ciPlatform (ETHNODE_CI_PLATFORM) is github, with the id of both or of none",
    holds: ({ ciPlatform, repository = "owner/name" }) =>
      ciPlatform !== "github" || /^([^/@]+\/[^/@]+|[^/@]+@\d+\/[^/@]+@\d+)$/.test(repository),
  },
  {
    key: "repository",
    must: "have no ids where ciPlatform (ETHNODE_CI_PLATFORM) is gitlab",
    holds: ({ ciPlatform, repository = "" }) => ciPlatform !== "gitlab" || !repository.includes("@"),
  },
  {
    key: "applyEnvironments",
    must: "hold one or more",
    holds: ({ applyEnvironments }) => applyEnvironments.length > 0,
  },
  {
    key: "planPrefix",
    must: "not be in the folder of the state",
    namely: ({ name }) => `${name}/`,
    holds: ({ name, planPrefix }) => !planPrefix.startsWith(`${name}/`),
  },
];
