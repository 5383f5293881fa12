import { MONITOR_PAGES, type MonitorEnv, type MonitorPage } from "../modules/monitor-contract";
import { type Chain, chains } from "./chains";

/** What the monitor works by. */
export interface Settings {
  readonly chainName: string;
  readonly chain: Chain;
  readonly executionUrl: string;
  readonly consensusUrl: string | undefined;
  readonly referenceUrl: string | undefined;
  readonly fleetUrls: readonly string[];
  readonly dataDirectory: string;
  readonly nodeNameFile: string;
  readonly rpcHostsFile: string;
  readonly plannedWorkFile: string;
  readonly metricsNamespace: string;
  readonly listenPort: number;
  readonly servedPages: readonly MonitorPage[];
}

/** Values that cannot be worked by, a line each. */
export class SettingsError extends Error {
  constructor(readonly lines: readonly string[]) {
    super(lines.join("\n"));
  }
}

/** @throws SettingsError with all that is wrong at once */
export function readSettings(environment: Readonly<Record<string, string | undefined>>): Settings {
  const wrong: string[] = [];
  const check = (name: keyof MonitorEnv, rule: string, isRight: (value: string) => boolean): string => {
    const value = environment[name] ?? "";
    if (!isRight(value)) {
      // A URL may hold somebody's key.
      const got = name === "REFERENCE_URL" ? "another value" : JSON.stringify(value);
      wrong.push(`${name} must be ${rule}; got ${got}`);
    }
    return value;
  };
  const optional = (value: string) => (value === "" ? undefined : value);
  const chainName = check("CHAIN", `one of ${Object.keys(chains).join(", ")}`, (value) => Object.hasOwn(chains, value));
  const settings = {
    executionUrl: check("EXECUTION_URL", "an http or https URL", isHttpUrl),
    consensusUrl: optional(
      withoutSlash(check("CONSENSUS_URL", "an http or https URL, or empty", isEmptyOr(isHttpUrl))),
    ),
    referenceUrl: optional(check("REFERENCE_URL", "an http or https URL, or empty", isEmptyOr(isHttpUrl))),
    fleetUrls: words(
      check("FLEET_URLS", "http or https URLs with spaces between, or empty", (value) => words(value).every(isHttpUrl)),
    ).map(withoutSlash),
    dataDirectory: check("DATA_DIRECTORY", "an absolute path", isPath),
    nodeNameFile: check("NODE_NAME_FILE", "an absolute path", isPath),
    rpcHostsFile: check("RPC_HOSTS_FILE", "an absolute path", isPath),
    plannedWorkFile: check("PLANNED_WORK_FILE", "an absolute path", isPath),
    // As CloudWatch takes it.
    metricsNamespace: check("METRICS_NAMESPACE", "1 to 255 letters, digits or ._-/#:", (value) =>
      /^[A-Za-z0-9._\-/#:]{1,255}$/.test(value),
    ),
    listenPort: Number(check("LISTEN_PORT", "a port from 1 to 65535", isPort)),
    servedPages: words(
      check("SERVED_PAGES", `of ${MONITOR_PAGES.join(", ")}, with spaces between, or empty`, (value) =>
        words(value).every((word) => (MONITOR_PAGES as readonly string[]).includes(word)),
      ),
    ) as MonitorPage[],
  };
  const chain = chains[chainName];
  if (wrong.length > 0 || chain === undefined) {
    throw new SettingsError(wrong);
  }
  return { chainName, chain, ...settings };
}

function words(value: string): string[] {
  return value.split(" ").filter((word) => word !== "");
}

/** Paths are written behind it. */
function withoutSlash(url: string): string {
  return url.replace(/\/$/, "");
}

function isEmptyOr(isRight: (value: string) => boolean): (value: string) => boolean {
  return (value) => value === "" || isRight(value);
}

function isHttpUrl(value: string): boolean {
  return URL.canParse(value) && /^https?:$/.test(new URL(value).protocol);
}

function isPath(value: string): boolean {
  return /^\/[^\0]*$/.test(value);
}

function isPort(value: string): boolean {
  return /^[1-9][0-9]{0,4}$/.test(value) && Number(value) <= 65_535;
}
