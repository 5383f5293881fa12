import { NodeProfile } from "../../modules/clients/node-profile";
import { MONITOR } from "../../modules/fleet/monitor-container";
import { MONITOR_PAGES, type MonitorPage } from "../../modules/monitor-contract";
import { clientChoice, clientSettingProblems, givenImageProblems } from "./client-settings";
import { type SettingRule, settingRules } from "./setting-rules";
import { SettingsError } from "./settings-error";
import { type SettingValues, settingsSchema } from "./settings-table";
import { shownSetting } from "./shown-setting";

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
  | "applyEnvironments"
  | "monitor"
  | "referenceUrl";

/** What decides, before any plan, which resources exist: what each means stands in the table of settings. */
export interface Settings extends Pick<SettingValues, Setting> {
  /** The Ethereum clients of each node, their chain and all that belongs to them. */
  readonly nodeProfile: NodeProfile;
  /** URIs of ready images, by container. */
  readonly images: Readonly<Record<string, string>>;
  /** Whether an image is not given, and so built and pushed by Terraform. */
  readonly buildsImages: boolean;
  readonly monitorPages: readonly MonitorPage[];
  /** One name a node: its DNS label and the construct id of its disk. */
  readonly nodeNames: readonly string[];
  readonly stateRegion: string;
  readonly planPrefix: string;
}

/** Settings of where a stack is kept and how it is delivered, which are no matter of its fleet. */
export const SETTINGS_OF_STACKS = [
  "stateBucket",
  "stateRegion",
  "stateKmsKeyArn",
  "stateRoleArn",
  "mainBranch",
  "planPrefix",
  "repository",
  "ciPlatform",
  "ciProviderExists",
  "applyEnvironments",
] as const;
/** Settings as somebody gave them. */
export interface GivenSettings {
  /** By key; what nobody set is undefined or left out. */
  readonly values: Readonly<Record<string, unknown>>;
  /** What a complaint calls a setting. */
  readonly shownName: (key: string) => string;
  /** What is wrong beside them, a line each. */
  readonly problems: readonly string[];
  /** What they must be beside the rules of all. @default nothing more */
  readonly moreRules?: readonly SettingRule[];
}

/**
 * Settings with all defaults, and with what follows from them.
 *
 * @throws SettingsError with one line a bad setting: its name, the rule and the value got.
 */
export function settingsOf({ moreRules = [], problems: found, shownName, values }: GivenSettings): Settings {
  const complaint = (key: string, rule: string, got = values[key]) =>
    `${shownName(key)} ${rule}; got ${shownSetting(key, got)}`;
  const parsed = settingsSchema.safeParse(values);
  if (!parsed.success) {
    throw new SettingsError([
      ...found,
      ...parsed.error.issues.map((issue) => complaint(String(issue.path[0]), issue.message)),
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
  const broken = [...settingRules, ...moreRules].filter(({ holds }) => !holds(settings));
  const problems = [
    ...found,
    ...clientSettingProblems(settings, choice).map(({ key, rule, got }) => complaint(key, `must ${rule}`, got)),
    ...broken.map(({ key, must, namely }) =>
      complaint(key, `must ${must}${namely === undefined ? "" : `: ${namely(settings)}`}`),
    ),
  ];
  if (problems.length > 0) {
    throw new SettingsError(problems);
  }
  const nodeProfile = new NodeProfile(choice);
  const imageProblems = givenImageProblems(settings, nodeProfile);
  if (imageProblems.length > 0) {
    throw new SettingsError(imageProblems.map(({ key, rule, got }) => complaint(key, `must ${rule}`, got)));
  }
  const images = [
    [nodeProfile.execution.profile.name, settings.image],
    ...(nodeProfile.consensus === undefined ? [] : [[nodeProfile.consensus.profile.name, settings.consensusImage]]),
    ...(settings.monitor ? [[MONITOR, settings.monitorImage]] : []),
  ];
  return {
    nodeProfile,
    images: Object.fromEntries(images.filter(([, image]) => image !== undefined)),
    buildsImages: images.some(([, image]) => image === undefined),
    monitor: settings.monitor,
    monitorPages: MONITOR_PAGES.filter((page) => settings.monitorPages.includes(page)),
    referenceUrl: settings.referenceUrl?.replace(/\/$/, ""),
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
