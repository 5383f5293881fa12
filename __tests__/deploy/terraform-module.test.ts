import { execFileSync } from "node:child_process";
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { adaptStack } from "../../lab/terraform/adapt-stack";
import { overrideEmptyAnswers } from "../../lab/terraform/empty-answer";
import { override } from "../../lab/terraform/override";
import { readProviderSchema } from "../../lab/terraform/provider-schema";
import { labEnvironment, Terraform } from "../../lab/terraform/terraform";
import { PROJECT_ROOT } from "../../machine/state-dir";
import { LabUnderTest } from "../support/lab-under-test";
import { startLocalAws } from "../support/start-local-aws";

/** The stack as a user of plain Terraform has it: exported, called by its example, and applied to a local AWS in which no node runs. */
const lab = new LabUnderTest();
let folder: string;
let example: Terraform;

beforeAll(async () => {
  await startLocalAws(lab);
  folder = mkdtempSync(path.join(tmpdir(), "module-"));
  execFileSync(path.join(PROJECT_ROOT, "bin", "export-module"), [folder], {
    env: { ...labEnvironment(lab.state, lab.session), ETHNODE_PROTECT_CHAIN_DISK: "false", CDKTF_CONTEXT_JSON: "{}" },
    timeout: 120_000,
  });
  example = new Terraform(lab.state, lab.session, path.join(folder, "examples", "minimal"));
  putLabLayer();
});
afterAll(() => {
  lab.lab("down");
  rmSync(folder, { recursive: true, force: true });
});

/** What lab/terraform/lab-layer.ts does to a stack, to a module and the configuration that calls it. */
function putLabLayer(): void {
  const { port, provider, schemaFile } = lab.session;
  const schema = readProviderSchema(schemaFile);
  const file = path.join(folder, "main.tf.json");
  const { stack } = adaptStack(JSON.parse(readFileSync(file, "utf8")), schema, provider.version);
  const layer = override(stack, { endpoint: `http://localhost:${port}`, hostFolder: lab.state.host, schema });
  const write = (name: string, content: object) => writeFileSync(path.join(folder, name), JSON.stringify(content));
  write("main.tf.json", stack);
  write("lab_override.tf.json", { resource: layer.resource, data: overrideEmptyAnswers(stack, provider.version) });
  write("examples/minimal/lab_override.tf.json", { provider: layer.provider });
  copyFileSync(provider.lockFile, path.join(example.folder, ".terraform.lock.hcl"));
}

test("the example of the exported module validates", async () => {
  await example.init();
  const { stdout } = await example.run(["validate", "-json"]);
  expect(JSON.parse(stdout)).toMatchObject({ valid: true, error_count: 0 });
});

test("a provider without the tag by which chain volumes are known is refused", async () => {
  const file = path.join(example.folder, "main.tf");
  const written = readFileSync(file, "utf8");
  writeFileSync(file, written.replace("Project =", "Owner ="));
  const { exitCode, stderr } = await example.try(["plan", "-input=false", "-no-color"]);
  writeFileSync(file, written);
  expect(exitCode).toBe(1);
  expect(stderr.replace(/[│╷╵]/g, " ").replace(/\s+/g, " ")).toContain(
    'The AWS provider must have Project = "mainnet-parity" among its default_tags',
  );
});

test("the example is applied, its next plan changes nothing, and it is destroyed", async () => {
  expect(await example.apply()).toBe(true);
  expect(await example.outputs()).toEqual({ rpc_url: "http://rpc.ethereum.internal:8545" });
  expect(Object.keys(lab.chainVolumes())).toEqual(["mainnet-parity-node-0-chain"]);
  const { exitCode, stdout } = await example.try(["plan", "-detailed-exitcode", "-input=false", "-no-color"]);
  expect({ exitCode, stdout }).toMatchObject({ exitCode: 0 });
  await example.run(["destroy", "-input=false", "-no-color", "-auto-approve"]);
  expect(lab.chainVolumes()).toEqual({});
});
