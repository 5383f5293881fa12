import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { exportModule } from "../../terraform-module/export-module";
import { resources, synthesize, type TerraformJson } from "../support/synthesize";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "module-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function exported(environment: NodeJS.ProcessEnv = {}): TerraformJson {
  exportModule(folder, {}, environment);
  return JSON.parse(readFileSync(path.join(folder, "main.tf.json"), "utf8"));
}

/** Without what only tells how the stack came to be, and with the assets where the stack has them. */
function asInTheStack(module: object): TerraformJson {
  const text = JSON.stringify(module, (key, value) => (key === "//" ? undefined : value));
  return JSON.parse(text.replaceAll(/\$\{path\.module\}\/assets\//g, "assets/"));
}

const SETTINGS: Readonly<Record<string, NodeJS.ProcessEnv>> = {
  "the defaults": {},
  "a fleet with all that can be chosen": {
    ETHNODE_NAME: "fleet",
    ETHNODE_CLIENT: "geth",
    ETHNODE_NODE_NAMES: "a,b",
    ETHNODE_ELASTIC_IP: "true",
    ETHNODE_DNS_ZONE: "public",
    ETHNODE_RECYCLE_BIN_DAYS: "30",
    ETHNODE_PUBLIC_ADDRESS: "true",
    ETHNODE_STATE_BUCKET: "my-state",
  },
  "ready images, without public addresses": {
    ETHNODE_CLIENT: "geth",
    ETHNODE_CHAIN: "dev",
    ETHNODE_IMAGE: "ghcr.io/acme/geth:1.17",
    ETHNODE_MONITOR_IMAGE: "ghcr.io/acme/monitor:1",
    ETHNODE_PUBLIC_ADDRESS: "false",
  },
};

test.each(Object.entries(SETTINGS))(
  "the module is the stack without provider and backend, and with the condition on the provider: %s",
  (_, environment) => {
    const { node } = synthesize(environment);
    const { provider, terraform, ...rest } = node;
    const { backend, ...required } = terraform;
    expect([Object.keys(provider).length, Object.keys(backend).length]).toEqual([expect.any(Number), 1]);

    const module = asInTheStack(exported(environment));
    const conditions = Object.keys(module.resource.terraform_data ?? {}).filter((id) =>
      id.startsWith("required-provider"),
    );
    const regions = Object.keys(module.data.aws_region ?? {});
    expect([conditions.length, regions.length]).toEqual([1, 1]);
    delete module.resource.terraform_data?.[conditions[0] as string];
    delete module.data.aws_region;

    expect(module).toEqual({ ...rest, terraform: required });
  },
);

test("the condition names the region and the tag of every chain volume", () => {
  const module = exported({ ETHNODE_NODE_COUNT: "2" });
  const [, condition] = Object.entries(module.resource.terraform_data ?? {}).find(([id]) =>
    id.startsWith("required-provider"),
  ) as [string, { lifecycle: { precondition: { condition: string }[] } }];
  const volumes = Object.keys(module.resource.aws_ebs_volume ?? {});
  expect(condition.lifecycle.precondition.map((one) => one.condition)).toEqual([
    `\${("eu-central-1" == data.aws_region.${Object.keys(module.data.aws_region ?? {})[0]}.id)}`,
    ...volumes.map((id) => `\${("mainnet-parity" == try(aws_ebs_volume.${id}.tags_all.Project, ""))}`),
  ]);
  expect(volumes).toHaveLength(2);
});

test("every path leads into the module, to a file that is there", () => {
  const module = JSON.stringify(exported());
  const paths = [...module.matchAll(/\$\{path\.module\}\/(assets\/[^"\\]+)/g)].map(([, found]) => found as string);
  expect(paths.length).toBeGreaterThan(30);
  expect(paths.filter((found) => !existsSync(path.join(folder, found)))).toEqual([]);
  expect(module.match(/(?<!path\.module\}\/)assets\//g)).toBeNull();
});

test("README and example tell what it was exported with, and every input and output", () => {
  const module = exported({
    ETHNODE_CLIENT: "geth",
    ETHNODE_DNS_ZONE: "public",
    ETHNODE_RPC_HOSTS: "lb.example.org",
  });
  const readme = readFileSync(path.join(folder, "README.md"), "utf8");
  const example = readFileSync(path.join(folder, "examples/minimal/main.tf"), "utf8");
  expect(readme).toContain('`client` = `"geth"`, `rpcHosts` = `"lb.example.org"`');
  const rows = [...readme.matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name);
  expect(rows).toEqual([...Object.keys(module.variable), ...Object.keys(module.output)]);
  expect(readme).toContain(example);
  expect(example).toContain('dns_name = "');
  expect(example).toContain('Project = "mainnet-parity"');
});

test("an export replaces an earlier one, and leaves nothing of it", () => {
  exported({ ETHNODE_CLIENT: "geth", ETHNODE_CHAIN: "dev" });
  const assets = () => readdirSync(path.join(folder, "assets")).length;
  expect(assets()).toBe(3);
  const images = resources(
    exported({
      ETHNODE_CLIENT: "geth",
      ETHNODE_CHAIN: "dev",
      ETHNODE_IMAGE: "ghcr.io/a/b:1.0",
      ETHNODE_MONITOR: "false",
    }),
    "docker_image",
  );
  expect([images.length, assets()]).toEqual([0, 1]);
});

test("a folder with anything else is refused, and stays as it is", () => {
  writeFileSync(path.join(folder, "main.tf"), "mine");
  expect(() => exported()).toThrow(
    `the folder must be new, empty, or hold an earlier export; got ${folder} with main.tf`,
  );
  expect(readdirSync(folder)).toEqual(["main.tf"]);
});
