import { App } from "cdktf";
import { readSettings } from "../../stacks/settings/settings";
import { deliveryVariables } from "../../stacks/variables/delivery-variables";
import { stateVariables } from "../../stacks/variables/state-variables";
import type { Variable } from "../../stacks/variables/variable";
import { nodeVariables } from "../../stacks/variables/variables";
import { prose } from "./markdown";

/** Clients and architectures that stand for all: what depends on them differs between these. */
const MACHINES = {
  parity: {},
  "geth on arm64": { ETHNODE_CLIENT: "geth" },
  "geth on x86_64": { ETHNODE_CLIENT: "geth", ETHNODE_ARCHITECTURE: "x86_64" },
};
/** Settings that ask for more. */
const ZONES = {
  "`dnsZone` public": { ETHNODE_DNS_ZONE: "public" },
  "`zoneId`": { ETHNODE_ZONE_ID: "Z0123456789ABCDEFGHIJ" },
};

export function nodeVariablesDocument(): string {
  const ofMachines = Object.entries(MACHINES).map(([name, settings]) => [name, variablesOf(settings)] as const);
  const ofZones = Object.entries(ZONES).map(([name, settings]) => [name, variablesOf(settings)] as const);
  const keys = Object.keys(variablesOf({})) as (keyof ReturnType<typeof variablesOf>)[];
  return keys
    .map((key) =>
      section(
        ofMachines.map(([name, variables]) => [name, variables[key]]),
        ofZones.map(([name, variables]) => [name, variables[key]]),
      ),
    )
    .join("\n\n");
}

export function stateVariablesDocument(): string {
  return Object.values(stateVariables(readSettings(new App({ outdir: "/nonexistent" }), {})))
    .map((variable) => section([["", variable]], []))
    .join("\n\n");
}

export function deliveryVariablesDocument(): string {
  return Object.values(deliveryVariables(readSettings(new App({ outdir: "/nonexistent" }), {})))
    .map((variable) => section([["", variable]], []))
    .join("\n\n");
}

type Named = readonly [name: string, variable: Variable];

function variablesOf(environment: NodeJS.ProcessEnv) {
  return nodeVariables(readSettings(new App({ outdir: "/nonexistent" }), environment));
}

function section(machines: readonly Named[], zones: readonly Named[]): string {
  const [, variable] = machines[0] as Named;
  const rules = (variable.rules ?? []).map((_, index) =>
    sideBySide(machines.map(([, { rules: others }]) => others?.[index]?.must as string)),
  );
  const added = zones.flatMap(([name, { rules: ofZone = [] }]) =>
    ofZone.slice(rules.length).map(({ must }) => `- With ${name} it must ${must}.`),
  );
  return [
    `### ${variable.name}`,
    "",
    `${variable.type}. Default: ${defaults(machines, zones)}.`,
    "",
    prose(sideBySide(machines.map(([, { description }]) => description))),
    "",
    ...rules.map((rule) => prose(`- It must ${rule}.`)),
    ...added.map(prose),
    prose(`- A change: ${variable.change}`),
  ].join("\n");
}

function defaults(machines: readonly Named[], zones: readonly Named[]): string {
  const [[, { byDefault }]] = machines as readonly [Named, ...Named[]];
  const same = machines.every(([, variable]) => shown(variable.byDefault) === shown(byDefault));
  const others = zones.filter(([, variable]) => shown(variable.byDefault) !== shown(byDefault));
  return [
    same
      ? shown(byDefault)
      : machines.map(([name, variable]) => `${shown(variable.byDefault)} with ${name}`).join(", "),
    ...others.map(([name, variable]) => `with ${name} ${shown(variable.byDefault)}`),
  ].join("; ");
}

function shown(value: unknown): string {
  return value === undefined ? "none" : `\`${JSON.stringify(value)}\``;
}

/** Words, and what stands between them. */
const BETWEEN = /([\s,;()]+|\.$|\.\s)/;

/** One text of several that have as many words: where they differ, all their words, with a slash between. */
function sideBySide(texts: readonly string[]): string {
  const words = texts.map((text) => text.split(BETWEEN));
  return (words[0] as string[])
    .map((_, index) => [...new Set(words.map((ofText) => ofText[index]))].join(" / "))
    .join("");
}
