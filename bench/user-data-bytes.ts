import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { NODE_STACK } from "../stacks/stack-ids";

const ROOT = path.resolve(__dirname, "..");
/** As long as any id that AWS gives. */
const ID = "x".repeat(24);

/** Size of the default node's user data before base64, as Terraform itself renders it. */
export function userDataBytes(): number {
  const outdir = mkdtempSync(path.join(tmpdir(), "user-data-"));
  try {
    execFileSync(process.execPath, ["--import", "tsx", "main.ts"], {
      cwd: ROOT,
      env: { ...process.env, CDKTF_OUTDIR: outdir },
      stdio: "ignore",
    });
    const stack = path.join(outdir, "stacks", NODE_STACK);
    const { locals, resource } = JSON.parse(readFileSync(path.join(stack, "cdk.tf.json"), "utf8"));
    const [template] = Object.values(resource.aws_launch_template) as { user_data: string }[];
    const withIds = JSON.stringify({ locals, output: { user_data: { value: template?.user_data } } }).replace(
      /\$\{(aws_|var)[^}]*\}/g,
      ID,
    );
    rmSync(path.join(stack, "cdk.tf.json"));
    writeFileSync(path.join(stack, "user-data.tf.json"), withIds);
    const terraform = (...args: string[]) =>
      execFileSync("terraform", [`-chdir=${stack}`, ...args], {
        encoding: "utf8",
        env: { ...process.env, TF_CLI_CONFIG_FILE: "/dev/null" },
      });
    terraform("apply", "-auto-approve", "-input=false");
    return Buffer.from(JSON.parse(terraform("output", "-json", "user_data")), "base64").length;
  } finally {
    rmSync(outdir, { recursive: true });
  }
}
