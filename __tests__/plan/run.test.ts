import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { corpus } from "../review/support/corpus";

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
