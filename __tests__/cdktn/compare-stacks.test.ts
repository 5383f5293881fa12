import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { unexpectedDifferences } from "../../cdktn/compare-stacks";

const OLD = { aws: { source: "aws", version: "6.25.0" } };
const NEW = { aws: { source: "hashicorp/aws", version: "6.66.0" } };
const stack = (providers: object) => ({
  "//": { metadata: {} },
  resource: { aws_ebs_volume: { chain: { size: 100, tags: [{ key: "a" }] } } },
  terraform: { required_providers: providers },
});
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "compare-"));
  mkdirSync(path.join(folder, "golden"));
  writeFileSync(path.join(folder, "golden", "nodes.tf.json"), JSON.stringify(stack(OLD)));
  made("nodes", stack(NEW));
});
afterEach(() => rmSync(folder, { recursive: true }));

function made(id: string, content: object): void {
  mkdirSync(path.join(folder, "stacks", id), { recursive: true });
  writeFileSync(path.join(folder, "stacks", id, "cdk.tf.json"), JSON.stringify({ ...content, "//": "other metadata" }));
}

const compare = () => unexpectedDifferences(path.join(folder, "golden"), path.join(folder, "stacks"));

test("takes the newer provider, and other metadata, for the same", () => {
  expect(compare()).toEqual([]);
});

test("tells each other difference with its place and both values", () => {
  const chain = { size: 50, tags: [{}] };
  made("nodes", { ...stack(NEW), resource: { aws_ebs_volume: { chain } }, output: { id: "x" } });
  expect(compare()).toEqual([
    "nodes: resource.aws_ebs_volume.chain.size must be 100; got 50",
    'nodes: resource.aws_ebs_volume.chain.tags.0.key must be "a"; got nothing',
    'nodes: output must be absent; got {"id":"x"}',
  ]);
});

test("tells what was to differ and does not", () => {
  made("nodes", stack(OLD));
  expect(compare()).toEqual([
    'nodes: terraform.required_providers.aws.source must have become "hashicorp/aws", and has not',
    'nodes: terraform.required_providers.aws.version must have become "6.66.0", and has not',
  ]);
});

test("tells a stack that is missing, and one that nobody reviewed", () => {
  rmSync(path.join(folder, "stacks", "nodes"), { recursive: true });
  made("others", stack(NEW));
  expect(compare()).toEqual(["others: a stack that was not reviewed", "nodes: missing"]);
});
