import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { PROJECT_ROOT, StateDir } from "../../machine/state-dir";
import { tryCommand } from "../../process/command";
import { actionlint, linter } from "../support/linters";

/** The workflows as a user has them, in a repository of their own. */
const TIMEOUT_SECONDS = 60;
const state = StateDir.fromEnvironment();
const root = mkdtempSync(path.join(tmpdir(), "workflows-"));
const folder = path.join(root, ".github", "workflows");
beforeAll(() => {
  execFileSync("git", ["init", "--quiet", root]);
  cpSync(path.join(PROJECT_ROOT, "delivery", "github"), path.join(root, ".github"), { recursive: true });
});
afterAll(() => rmSync(root, { recursive: true }));

const options = { cwd: root, timeoutSeconds: TIMEOUT_SECONDS };

/** What actionlint finds, which has shellcheck read the scripts: the kinds of the findings. */
async function actionlintFindings(...files: string[]): Promise<string[]> {
  const { exitCode, stderr, stdout } = await tryCommand(
    actionlint(state),
    ["-format", "{{json .}}", ...files],
    options,
  );
  const found = JSON.parse(stdout || "null") as { kind: string; filepath: string }[] | null;
  expect({ exitCode, stderr }).toEqual({ exitCode: (found ?? []).length === 0 ? 0 : 1, stderr: "" });
  return (found ?? []).map(({ filepath, kind }) => `${path.basename(filepath)} ${kind}`);
}

/** What zizmor finds, without asking anybody. */
async function zizmorFindings(...files: string[]): Promise<string[]> {
  const args = ["--offline", "--no-progress", "--strict-collection", "--format=json", ...files];
  const { stdout } = await tryCommand(linter(state, "zizmor"), args, options);
  return (JSON.parse(stdout) as { ident: string }[]).map(({ ident }) => ident);
}

test("all workflows are read, and neither linter has a finding", async () => {
  expect(readdirSync(folder).sort()).toEqual(
    ["apply", "check", "destroy", "drift", "image", "plan"].map((name) => `${name}.yml`),
  );
  expect(await actionlintFindings()).toEqual([]);
  expect(await zizmorFindings(".")).toEqual([]);
});

test.each([
  ["pull_request:", "pull_request_target:", "zizmor", "dangerous-triggers"],
  ["persist-credentials: false", "fetch-depth: 1", "zizmor", "artipacked"],
  ["@3d3c42e5aac5ba805825da76410c181273ba90b1", "@v7.0.1", "zizmor", "unpinned-uses"],
  [
    "permissions:\n      contents: read\n      id-token: write",
    "permissions: write-all",
    "zizmor",
    "excessive-permissions",
  ],
  ["bin/plan --no-lock", `bin/plan \${{ github.head_ref }} --no-lock`, "zizmor", "template-injection"],
  ["needs: plan", "needs: plans", "actionlint", "changed.yml job-needs"],
  ['--report "$report"', "--report $report", "actionlint", "changed.yml shellcheck"],
])("%s as %s is found", async (from, to, program, finding) => {
  const text = readFileSync(path.join(folder, "plan.yml"), "utf8");
  expect(text).toContain(from);
  const file = path.join(folder, "changed.yml");
  writeFileSync(file, text.replace(from, to));
  try {
    expect(await (program === "zizmor" ? zizmorFindings : actionlintFindings)(file)).toContain(finding);
  } finally {
    rmSync(file);
  }
});
