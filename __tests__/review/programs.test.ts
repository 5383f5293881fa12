import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { corpus } from "./support/corpus";
import { planJson } from "./support/plan";

jest.setTimeout(120_000);

const ROOT = path.resolve(__dirname, "../..");
const folder = mkdtempSync(path.join(tmpdir(), "plan review-"));
afterAll(() => rmSync(folder, { recursive: true }));

function written(name: string, content: string | Buffer): string {
  writeFileSync(path.join(folder, name), content);
  return name;
}

function program(name: "plan-review" | "cost", ...args: string[]) {
  const { status, stderr, stdout } = spawnSync(path.join(ROOT, "bin", name), args, {
    cwd: folder,
    encoding: "utf8",
    timeout: 60_000,
    env: { ...process.env, NO_COLOR: "1" },
  });
  return { status, stdout, stderr };
}
const planFile = (name: string) => {
  const one = corpus().find((found) => found.name === name);
  return written(`${name}.json`, JSON.stringify(one?.plan));
};

test.each([
  ["no-change", 0, "Plan review: nothing forbidden, no changes"],
  ["bigger-machine", 0, "node-0 RESTARTS on a new host"],
  ["disk-forgotten", 1, "would be FORGOTTEN"],
])("plan-review of %s ends with %i", (name, status, text) => {
  const result = program("plan-review", planFile(name));
  expect(result).toMatchObject({ status, stderr: "" });
  expect(result.stdout).toContain(text);
});

test("a comment begins with its mark and the verdict, and ends with the cost before and after", () => {
  const { stdout } = program("plan-review", "--markdown", planFile("bigger-machine"));
  expect(stdout).toMatch(/^<!-- plan-review -->\n## Plan review: /);
  expect(stdout).toMatch(/in all: \$[\d.]+ → \$[\d.]+ \(\+/);
});

test("cost prints the sum, and what it does not know", () => {
  const { status, stdout } = program("cost", planFile("disk-grows"));
  expect(status).toBe(0);
  expect(stdout).toMatch(/chain disk of node-0, space: \$0\.95\d* → \$1\.90/);
  expect(stdout).toContain("not in it: logs");
});

test("an exception file of one's own is read", () => {
  const exceptions = written(
    "own",
    "2999-12-31 kept-forgotten aws_ebs_volume.nodes_node-0_chain_volume_D6DCC972 on purpose\n",
  );
  expect(program("plan-review", planFile("disk-forgotten"), "--exceptions", exceptions).status).toBe(0);
});

const BAD: Readonly<Record<string, [string | Buffer, string]>> = {
  "an empty file": ["", "an empty file"],
  "the text of a plan": ["Terraform used the selected providers to generate\n", "text that is no JSON"],
  "JSON that is broken off": [JSON.stringify(planJson([])).slice(0, -20), "JSON that is broken off or wrong"],
  "a state file": ['{"version":4,"serial":1,"lineage":"x"}', "a state file"],
  "the JSON of a state": ['{"format_version":"1.0","terraform_version":"1.11.4","values":{}}', "the JSON of a state"],
  "the saved plan itself": [Buffer.from("504b0304140000", "hex"), "the saved plan itself, which is binary,"],
  "a gzip": [gzipSync("x"), "text that is no JSON"],
  "a byte order mark": [`\ufeff${JSON.stringify(planJson([]))}`, "a byte order mark"],
  "UTF-16": [Buffer.from(`\ufeff${JSON.stringify(planJson([]))}`, "utf16le"), "a byte order mark"],
  "the log of plan -json": ['{"@level":"info"}\n{"@level":"info"}\n', "the log of `terraform plan -json`"],
  "a list": ["[]", "JSON that is no object"],
  "another format": [
    JSON.stringify(planJson([], { format_version: "2.0" })),
    'format_version "2.0", of which only 1.x is known',
  ],
  "an unknown action": [
    JSON.stringify(
      planJson([{ address: "a.b", mode: "managed", type: "a", name: "b", change: { actions: ["burn"] } }]),
    ),
    "a plan whose resource_changes.0.change.actions is not as it should be (it must be a list of no-op, create, read, update, delete, forget)",
  ],
  "a plan without its changes": [
    JSON.stringify(planJson([], { resource_changes: undefined, planned_values: { root_module: { resources: [{}] } } })),
    "a plan without its resource_changes",
  ],
};

test.each(["plan-review", "cost"] as const)("bin/%s refuses what is no plan, in one line", (name) => {
  written("bad.json", "");
  mkdirSync(path.join(folder, "folder"), { recursive: true });
  if (spawnSync("test", ["-p", path.join(folder, "pipe")]).status !== 0) {
    execFileSync("mkfifo", [path.join(folder, "pipe")]);
  }
  for (const [file, got] of [
    ["bad.json", "an empty file"],
    ["none.json", "no file"],
    ["folder", "a folder"],
    ["pipe", "a pipe"],
  ] as const) {
    expect(program(name, file)).toEqual({
      status: 2,
      stdout: "",
      stderr: `${name}: PLAN.json must be the JSON of a saved plan, from \`terraform show -json FILE\`; got ${got} in ${JSON.stringify(file)}\n`,
    });
  }
  expect(program(name).status).toBe(2);
  expect(program(name, "--what", "x").stderr).toMatch(new RegExp(`^${name}: .*--what.*\n$`));
  expect(program(name, "a", "b").stderr).toBe(`${name}: PLAN.json must be one file; got ["a","b"]\n`);
});

test.each(Object.entries(BAD))("%s is refused", (_, [content, got]) => {
  const { readPlan } = jest.requireActual<typeof import("../../plan/read-plan")>("../../plan/read-plan");
  const file = path.join(folder, written("bad", content));
  expect(() => readPlan(file)).toThrow(`got ${got}`);
  expect(readFileSync(file)).toBeDefined();
});
