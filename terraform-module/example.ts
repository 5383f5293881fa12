import type { Settings } from "../stacks/settings/settings";
import { deploymentTag } from "../stacks/variables/own-tags";
import type { Json } from "./module-of-stack";

/** Values for what has no default. */
const VALUES: Readonly<Record<string, string>> = { dns_name: "ethereum.example.org" };

/** The smallest configuration that calls the module from the folder two below it. */
export function exampleOf(module: Json, settings: Settings): string {
  const { region } = settings;
  const [key, value] = deploymentTag(settings.name);
  const variables = module.variable as Record<string, Json>;
  const needed = Object.keys(variables).filter((name) => !("default" in (variables[name] as Json)));
  const { docker } = (module.terraform as { required_providers: Record<string, { source: string } | undefined> })
    .required_providers;
  const values = [["source", "../.."], ...needed.map((name) => [name, VALUES[name]])];
  const width = Math.max(...values.map(([name]) => String(name).length));
  return [
    ...(docker === undefined ? [] : dockerProvider(docker.source, region)),
    "# The module refuses a provider of another region, and one without this tag, by which the chain volumes are known.",
    'provider "aws" {',
    `  region = "${region}"`,
    "  default_tags {",
    "    tags = {",
    `      ${key} = "${value}"`,
    "    }",
    "  }",
    "}",
    "",
    'module "ethereum" {',
    ...values.map(([name, text]) => `  ${String(name).padEnd(width)} = "${text}"`),
    "}",
    "",
    'output "rpc_url" {',
    "  value = module.ethereum.rpc_url",
    "}",
    "",
  ].join("\n");
}

/** The login stays with the Docker CLI. */
function dockerProvider(source: string, region: string): string[] {
  return [
    "terraform {",
    "  required_providers {",
    "    docker = {",
    `      source = "${source}"`,
    "    }",
    "  }",
    "}",
    "",
    'data "aws_caller_identity" "current" {}',
    'data "aws_partition" "current" {}',
    "",
    "# The module builds the clients' images; log in with `docker login` beforehand.",
    'provider "docker" {',
    "  registry_auth {",
    `    address = "\${data.aws_caller_identity.current.account_id}.dkr.ecr.${region}.\${data.aws_partition.current.dns_suffix}"`,
    "  }",
    "}",
    "",
  ];
}
