import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { ReadySession } from "../../../lab/session";
import { applyLabLayer } from "../../../lab/terraform/lab-layer";
import { StateDir } from "../../../machine/state-dir";

const AWS = { source: "aws", version: "6.25.0" };
const DOCKER = { source: "kreuzwerker/docker", version: "3.6.2" };
const LOCK = 'provider "registry/hashicorp/aws" {\n}\n';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "layer-"));
  mkdirSync(path.join(folder, "stacks/one"), { recursive: true });
  writeFileSync(path.join(folder, "provider.lock.hcl"), LOCK);
  const schema = { provider: { block: {} }, resource_schemas: {}, data_source_schemas: {} };
  writeFileSync(path.join(folder, "schema.json"), JSON.stringify(schema));
});
afterEach(() => rmSync(folder, { recursive: true }));

function layer(required: object): void {
  const stack = { provider: { aws: [{}] }, terraform: { required_providers: required } };
  writeFileSync(path.join(folder, "stacks/one/cdk.tf.json"), JSON.stringify(stack));
  const terraform = { name: "Terraform", command: "terraform", version: "1.11.4" };
  const provider = { terraform, version: "3.39.0", lockFile: path.join(folder, "provider.lock.hcl") };
  const session = { port: 4566, provider, schemaFile: path.join(folder, "schema.json") };
  applyLabLayer(folder, new StateDir(folder), session as unknown as ReadySession);
}

test("locks the lab's own AWS provider beside each stack", () => {
  layer({ aws: AWS });
  expect(readFileSync(path.join(folder, "stacks/one/.terraform.lock.hcl"), "utf8")).toBe(LOCK);
});

test("fails in one line when a stack needs a provider of which nobody committed the sums", () => {
  expect(() => layer({ aws: AWS, docker: { ...DOCKER, version: "0.0.0" } })).toThrow(
    "the docker provider, which builds the client's image, has no sums: run bin/lock-providers, or give ready images",
  );
});
