import type { App } from "cdktf";
import { closest, distance } from "fastest-levenshtein";
import { VARIABLE_NAMES } from "../variable-names";
import { environmentVariable } from "./setting-sources";

const PREFIX = "ETHNODE_";
/** Letters by which a name may miss a setting and still be meant for it. */
const SLIPS = 2;
/** What cdktf itself keeps in the context, and how it names the switches of its own. */
const OF_CDKTF = /^(@cdktf\/|cdktf[A-Z])|^(excludeStackIdFromLogicalIds|allowSepCharsInLogicalIds)$/;

/** A line for each given name that is no setting: a misspelt one would count as unset, and for a fleet that is the plan to remove disks. */
export function unknownSettings(keys: readonly string[], app: App, environment: NodeJS.ProcessEnv): string[] {
  const variables = keys.map(environmentVariable);
  const unknownVariables = Object.keys(environment).filter(
    (name) => !variables.includes(name) && isMeantFor(variables, name),
  );
  const unknownKeys = Object.keys(app.node.getAllContext()).filter((key) => !OF_CDKTF.test(key) && !keys.includes(key));
  return [
    ...unknownVariables.map((name) => `environment variable ${name} must be a setting; ${hint(name, variables)}`),
    ...unknownKeys.map((key) => `context ${key} must be a setting; ${hint(key, keys)}`),
  ];
}

/** Also where the prefix itself is misspelt, or in small letters. */
function isMeantFor(variables: readonly string[], name: string): boolean {
  const given = name.toUpperCase();
  return given.startsWith(PREFIX) || variables.some((variable) => distance(given, variable) <= SLIPS);
}

/** Without the value: nobody knows what it is, and so whether it may be shown. */
function hint(name: string, known: readonly string[]): string {
  const bare = name.toUpperCase().startsWith(PREFIX) ? name.slice(PREFIX.length) : name;
  const ofTerraform = VARIABLE_NAMES.find((variable) => variable === bare.toLowerCase());
  // In the context, which has other names, the environment's are a slip too.
  const inContext = known.find((key) => environmentVariable(key) === PREFIX + bare.toUpperCase());
  return ofTerraform === undefined
    ? `the nearest is ${inContext ?? nearest(name, known)}`
    : `${ofTerraform} is a Terraform variable, for -var or a variable file`;
}

/** One of which words were left out, else the nearest by its letters. */
function nearest(name: string, known: readonly string[]): string | undefined {
  const given = name.toLowerCase();
  const spellings = known.map((one) => one.toLowerCase());
  const words = given.split("_");
  const longer = spellings.filter((one) => words.length > 2 && words.every((word) => one.split("_").includes(word)));
  const spelling = longer[0] ?? closest(given, spellings);
  return known.find((one) => one.toLowerCase() === spelling);
}
