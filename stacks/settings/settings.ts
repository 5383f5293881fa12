import type { App } from "cdktf";
import { NodeProfile } from "../../modules/clients/node-profile";
import { clientChoice, clientSettingProblems, givenImageProblems } from "./client-settings";
import { runsHere } from "./repository-of-job";
import { settingRules } from "./setting-rules";
import { type SettingSource, settingSources } from "./setting-sources";
import { SettingsError } from "./settings-error";
import { type SettingValues, settingsSchema, settingsTable } from "./settings-table";
import { shownSetting } from "./shown-setting";
import { unknownSettings } from "./unknown-settings";

type Setting =
  | "name"
  | "retiredNodes"
  | "protectChainDisk"
  | "recycleBinDays"
  | "publicAddress"
  | "elasticIp"
  | "region"
  | "dnsZone"
  | "zoneId"
  | "protectZone"
  | "stateBucket"
  | "stateKmsKeyArn"
  | "stateRoleArn"
  | "mainBranch"
  | "repository"
  | "ciPlatform"
  | "ciProviderExists"
  | "applyEnvironments";

/** What decides, before any plan, which resources exist: what each means stands in the table of settings. */
export interface Settings extends Pick<SettingValues, Setting> {
  /** The Ethereum clients of each node, their chain and all that belongs to them. */
  readonly nodeProfile: NodeProfile;
  /** URIs of ready images, by client. */
  readonly images: Readonly<Record<string, string>>;
  /** One name a node: its DNS label and the construct id of its disk. */
  readonly nodeNames: readonly string[];
  readonly stateRegion: string;
  readonly planPrefix: string;
}

/**
 * Reads the settings: environment variable, then cdktf context, then default.
 *
 * @throws SettingsError with one line a bad setting: its names, the rule and the value got.
 */
export function readSettings(app: App, environment: NodeJS.ProcessEnv): Settings {
  const keys = Object.keys(settingsTable);
  const sources = withRegionOfAws(settingSources(keys, app, environment), environment);
  const unknown = unknownSettings(keys, app, environment);
  const parsed = settingsSchema.safeParse(
    Object.fromEntries(Object.entries(sources).map(([key, { value }]) => [key, value])),
  );
  if (!parsed.success) {
    throw new SettingsError([
      ...unknown,
      ...parsed.error.issues.map((issue) => complaint(sources, String(issue.path[0]), issue.message)),
    ]);
  }

  const { nodeCount = 1, region } = parsed.data;
  const settings = {
    ...parsed.data,
    nodeNames: parsed.data.nodeNames ?? Array.from({ length: nodeCount }, (_, index) => `node-${index}`),
    stateRegion: parsed.data.stateRegion ?? region,
    planPrefix: parsed.data.planPrefix ?? `plans/${parsed.data.name}/`,
  };
  const choice = clientChoice(settings);
  const broken = [...settingRules, runsHere(environment)].filter(({ holds }) => !holds(settings));
  const problems = [
    ...unknown,
    ...clientSettingProblems(settings, choice).map(({ key, rule, got }) =>
      complaint(sources, key, `must ${rule}`, got),
    ),
    ...broken.map(({ key, must, namely }) =>
      complaint(sources, key, `must ${must}${namely === undefined ? "" : `: ${namely(settings)}`}`),
    ),
  ];
  if (problems.length > 0) {
    throw new SettingsError(problems);
  }
  const nodeProfile = new NodeProfile(choice);
  const imageProblems = givenImageProblems(settings, nodeProfile);
  if (imageProblems.length > 0) {
    throw new SettingsError(imageProblems.map(({ key, rule, got }) => complaint(sources, key, `must ${rule}`, got)));
  }
  const images = [
    [nodeProfile.execution.profile.name, settings.image],
    [nodeProfile.consensus?.profile.name, settings.consensusImage],
  ].filter(([, image]) => image !== undefined);
  return {
    nodeProfile,
    images: Object.fromEntries(images),
    name: settings.name,
    region,
    nodeNames: settings.nodeNames,
    retiredNodes: settings.retiredNodes,
    protectChainDisk: settings.protectChainDisk,
    recycleBinDays: settings.recycleBinDays,
    publicAddress: settings.publicAddress,
    elasticIp: settings.elasticIp,
    dnsZone: settings.dnsZone,
    zoneId: settings.zoneId,
    protectZone: settings.protectZone,
    stateBucket: settings.stateBucket,
    stateRegion: settings.stateRegion,
    stateKmsKeyArn: settings.stateKmsKeyArn,
    stateRoleArn: settings.stateRoleArn,
    mainBranch: settings.mainBranch,
    repository: settings.repository,
    ciPlatform: settings.ciPlatform,
    ciProviderExists: settings.ciProviderExists,
    applyEnvironments: settings.applyEnvironments,
    planPrefix: settings.planPrefix,
  };
}

/** The AWS CLI, and whoever hands out credentials in CI, name the region too. */
function withRegionOfAws(sources: Record<string, SettingSource>, environment: NodeJS.ProcessEnv) {
  const variable = ["AWS_REGION", "AWS_DEFAULT_REGION"].find((name) => environment[name]);
  if (sources.region?.value !== undefined || variable === undefined) {
    return sources;
  }
  return { ...sources, region: { name: `environment variable ${variable}`, value: environment[variable] } };
}

function complaint(
  sources: Record<string, SettingSource>,
  key: string,
  rule: string,
  got = sources[key]?.value,
): string {
  return `${key} (${sources[key]?.name}) ${rule}; got ${shownSetting(key, got)}`;
}
