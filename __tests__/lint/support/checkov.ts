import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { StateDir } from "../../../machine/state-dir";
import { runCommand } from "../../../process/command";
import { linter } from "../../support/linters";
import { ownerOf } from "./stack-for-checkov";

const TIMEOUT_SECONDS = 300;
const CHECKS = path.join(__dirname, "checks");
/** Passed by all that checkov has read: checks/reads-each-resource.yaml. */
const READ = "CKV2_READ_1";

interface Finding {
  readonly check: string;
  readonly title: string;
  /** Name of the resource or data source in Terraform. */
  readonly name: string;
}

/** What checkov has to say of one stack. */
export interface CheckovReport {
  readonly readNames: ReadonlySet<string>;
  readonly passed: readonly Finding[];
  readonly failed: readonly Finding[];
  readonly couldNotParse: boolean;
}

interface CheckRecord {
  readonly check_id: string;
  readonly check_name: string;
  readonly file_path: string;
  readonly resource: string;
}

/** Runs checkov once over stacks in Terraform's JSON. Answers a report on each. */
export async function runCheckov(stacks: Readonly<Record<string, unknown>>): Promise<Record<string, CheckovReport>> {
  const root = mkdtempSync(path.join(tmpdir(), "checkov-"));
  try {
    const names = Object.keys(stacks);
    for (const [index, stack] of Object.values(stacks).entries()) {
      mkdirSync(path.join(root, String(index)));
      writeFileSync(path.join(root, String(index), "cdk.tf.json"), JSON.stringify(stack, null, 2));
    }
    const args = ["--directory", root, "--framework", "terraform_json", "--external-checks-dir", CHECKS];
    const { stdout } = await runCommand(
      linter(StateDir.fromEnvironment(), "checkov"),
      [...args, "--skip-download", "--soft-fail", "--output", "json"],
      // No settings of the user's, and none of the platform that it would report to.
      { timeoutSeconds: TIMEOUT_SECONDS, cwd: root, env: { PATH: process.env.PATH, HOME: root } },
    );
    const { results } = JSON.parse(stdout) as {
      results: { passed_checks: CheckRecord[]; failed_checks: CheckRecord[]; parsing_errors: string[] };
    };
    return Object.fromEntries(
      names.map((name, index) => {
        const of = (records: readonly CheckRecord[]) =>
          records.filter(({ file_path }) => file_path === `/${index}/cdk.tf.json`).map(finding);
        const [passed, failed] = [of(results.passed_checks), of(results.failed_checks)];
        const report: CheckovReport = {
          readNames: new Set([...passed, ...failed].map(({ name }) => name)),
          passed: passed.filter(({ check }) => check !== READ),
          failed,
          couldNotParse: results.parsing_errors.some((file) => path.basename(path.dirname(file)) === String(index)),
        };
        return [name, report];
      }),
    );
  } finally {
    rmSync(root, { recursive: true });
  }
}

/** Of `aws_type.name`, `resource.name` or `data.name`, each maybe with an index, the name. */
function finding({ check_id, check_name, resource }: CheckRecord): Finding {
  const name = resource.slice(resource.lastIndexOf(".") + 1).replace(/\[.*\]$/, "");
  return { check: check_id, title: check_name, name: ownerOf(name) };
}
