import { spawnSync } from "node:child_process";

/**
 * The value of a synthesized template, by Terraform itself.
 *
 * @param values what stands, as a Terraform expression, for each reference that the pattern of its name matches
 */
export function evaluate(template: string, values: Readonly<Record<string, string>>): string {
  const known = Object.entries(values).reduce(
    (text, [reference, value]) => text.replaceAll(new RegExp(reference, "g"), value),
    template,
  );
  const { status, stderr, stdout } = spawnSync("terraform", ["console"], {
    encoding: "utf8",
    cwd: "/",
    input: `jsonencode("${known.replaceAll("\n", " ")}")`,
    env: { ...process.env, TF_CLI_CONFIG_FILE: "/dev/null", CHECKPOINT_DISABLE: "1" },
  });
  if (status !== 0) {
    throw new Error(`terraform console refused ${known}: ${stderr}`);
  }
  return String(JSON.parse(JSON.parse(stdout)));
}
