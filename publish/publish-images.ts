import { readFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { App } from "cdktf";
import { MONITOR } from "../modules/fleet/monitor-container";
import { clientImageBuild } from "../modules/image/client-image-build";
import type { ImageBuild } from "../modules/image/image-build";
import { monitorImageBuild } from "../modules/image/monitor-image-build";
import { listenForInterruption } from "../process/interruption";
import { UserError } from "../process/user-error";
import { environmentVariable } from "../stacks/settings/setting-sources";
import { readSettings, type Settings } from "../stacks/settings/settings";
import { orExit } from "../stacks/settings/settings-error";
import { EcrRepository } from "./ecr-repository";
import { SEVERITIES, type Severity } from "./image-scan";
import { publishImage } from "./publish-image";

const PREFIX = /^[a-z0-9]+([._/-][a-z0-9]+)*$/;
const THRESHOLDS = [...SEVERITIES, "none"] as const;
/** What this program answers is no input of it. */
const RESULTS = ["image", "consensusImage", "monitorImage"] as const;

/** An image to publish, and the setting that takes its URI. */
interface ImageToPublish {
  readonly container: string;
  readonly setting: (typeof RESULTS)[number];
  readonly build: () => ImageBuild;
}

interface Options {
  readonly prefix: string;
  readonly createRepositories: boolean;
  readonly failOn: Severity | "none";
}

function readOptions(args: string[]): Options {
  const { positionals, values } = parseArgs({
    args,
    allowPositionals: true,
    options: { "create-repositories": { type: "boolean" }, "fail-on": { type: "string" } },
  });
  const [prefix = "", ...others] = positionals;
  const { "create-repositories": createRepositories = false, "fail-on": failOn = "critical" } = values;
  if (others.length > 0 || !PREFIX.test(prefix)) {
    throw new UserError(
      `the prefix of the repositories must be one name of an ECR repository, such as ethereum-images; got ${JSON.stringify(positionals.join(" "))}`,
    );
  }
  const threshold = THRESHOLDS.find((word) => word === failOn);
  if (threshold === undefined) {
    throw new UserError(`--fail-on must be one of ${THRESHOLDS.join(", ")}; got ${JSON.stringify(failOn)}`);
  }
  return { prefix, createRepositories, failOn: threshold };
}

/** As the synth reads them. */
function settingsOfProject(): Settings {
  const text = readFileSync(path.join(__dirname, "../cdktf.json"), "utf8");
  const context = JSON.parse(text).context;
  const environment = { ...process.env };
  for (const key of RESULTS) {
    delete context[key];
    delete environment[environmentVariable(key)];
  }
  return readSettings(new App({ stackTraces: false, context }), environment);
}

function imagesToPublish({ monitor, nodeProfile }: Settings): ImageToPublish[] {
  const { all, architecture, chainSpecFile, execution } = nodeProfile;
  const clients = all.map((run) => ({
    container: run.profile.name,
    setting: run === execution ? ("image" as const) : ("consensusImage" as const),
    build: () => clientImageBuild(run, architecture, chainSpecFile),
  }));
  const build = () => monitorImageBuild(architecture);
  return [...clients, ...(monitor ? [{ container: MONITOR, setting: "monitorImage" as const, build }] : [])];
}

async function main(args: string[]): Promise<void> {
  const { createRepositories, failOn, prefix } = readOptions(args);
  const settings = orExit(settingsOfProject);
  const { name, region } = settings;
  if (createRepositories && prefix === name) {
    throw new UserError(
      `the prefix must not be ${name} with --create-repositories, as the stack makes the repositories of its own name; got ${JSON.stringify(prefix)}`,
    );
  }
  const lines: string[] = [];
  const failures: string[] = [];
  for (const image of imagesToPublish(settings)) {
    const repository = await EcrRepository.open(region, `${prefix}/${image.container}`, createRepositories);
    const build = orExit(image.build);
    const digest = await publishImage(repository, build, note);
    const verdict = await repository.scanOf(digest, failOn);
    const uri = `${repository.uri}:${build.tag}@${digest}`;
    if (verdict.kind === "not-scanned") {
      note(`WARNING: ${uri} was NOT SCANNED: ${verdict.text}`);
    } else if (verdict.kind === "failed") {
      failures.push(`${uri} has findings, ${verdict.text}: none must be ${failOn} or worse (--fail-on)`);
    } else if (verdict.kind === "passed") {
      note(`scanned: ${verdict.text}`);
    }
    lines.push(`${environmentVariable(image.setting)}=${uri}`);
  }
  if (failures.length > 0) {
    throw new UserError(failures.join("\n"));
  }
  // Only these on stdout, for a file of variables.
  console.log(lines.join("\n"));
}

function note(text: string): void {
  console.error(`image: ${text}`);
}

listenForInterruption();
main(process.argv.slice(2)).catch((error: Error) => {
  for (const line of error.message.split("\n")) {
    note(line);
  }
  process.exitCode = 1;
});
