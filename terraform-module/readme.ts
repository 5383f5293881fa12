import type { Settings } from "../stacks/settings/settings";
import { deploymentTag } from "../stacks/variables/own-tags";
import type { Json } from "./module-of-stack";

export interface ReadmeProps {
  readonly module: Json;
  readonly settings: Settings;
  /** The settings that are no defaults, each as a person may see it. */
  readonly given: Readonly<Record<string, string>>;
  /** A configuration that calls the module. */
  readonly example: string;
}

/** What a person must know of the module. */
export function readmeOf({ example, given, module, settings }: ReadmeProps): string {
  const { images, name, nodeNames, nodeProfile, region } = settings;
  const [key, value] = deploymentTag(name);
  const facts = [
    ["name", name],
    ["region", region],
    ["nodes", nodeNames.join(", ")],
    ["chain", `${nodeProfile.chain}, ${nodeProfile.nodeType}`],
    ["architecture", nodeProfile.architecture],
    ...nodeProfile.all.map(({ profile, version }) => [
      profile.name,
      images[profile.name] ?? `${version}, built from \`assets/\` and pushed`,
    ]),
  ];
  return `# Ethereum nodes ${name}: a module of Terraform

Written by \`bin/export-module\` from the stack \`mainnet-parity\`; it has that stack's resources, variables and outputs. What decides which
resources exist was decided when it was exported, and an export with other settings changes it:

${table(["exported with", ""], facts)}

Settings that were given: ${listed(given)}. All others had their defaults.

It has no provider and no backend: those are yours. The AWS provider must work in ${region} and have \`${key} = "${value}"\` among its
\`default_tags\`, which a plan makes sure of: by that tag the next plan finds the chain volumes, and refuses to lose one. What you give as \`tags\`
goes to what the nodes' groups start: give the provider the same for the rest. Set no \`depends_on\` on the module: each change of what it names
would leave zone and subnets of the disks unknown in the plan. The subnets must be there before the module is planned.

\`\`\`hcl
${example}\`\`\`

Called from \`examples/minimal\` as it stands; \`source\` may be any path or address of this folder.

## Inputs

${table(
  ["name", "type", "default", ""],
  Object.entries(module.variable as Record<string, Json>).map(([input, { default: byDefault, description, type }]) => [
    `\`${input}\``,
    String(type),
    byDefault === undefined ? "must be given" : `\`${JSON.stringify(byDefault)}\``,
    prose(String(description)),
  ]),
)}

## Outputs

${table(
  ["name", ""],
  Object.entries(module.output as Record<string, Json>).map(([output, { description }]) => [
    `\`${output}\``,
    prose(String(description)),
  ]),
)}
`;
}

function table(header: readonly string[], rows: readonly (readonly (string | undefined)[])[]): string {
  return [header, header.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

function listed(given: Readonly<Record<string, string>>): string {
  const all = Object.entries(given).map(([key, value]) => `\`${key}\` = \`${value}\``);
  return all.length === 0 ? "none" : all.join(", ");
}

/** A `<` would begin HTML. */
function prose(text: string): string {
  return text.replaceAll("<", "\\<");
}
