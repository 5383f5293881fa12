import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { requireNoIgnoredValue } from "../../stacks/values-of-cdktf";

const folder = mkdtempSync(path.join(tmpdir(), "cdktf-"));
const file = (name: string, content: string) => {
  const whole = path.join(folder, name);
  writeFileSync(whole, content);
  return whole;
};
const hcl = file("a.tfvars", 'instance_type = "m7i.xlarge"\n# key_name = "x"\ntags = {\n  team = "a"\n}\n');
const json = file("b.tfvars.json", '{"chain_volume_iops": 4000, "key_name": "operator"}');
afterAll(() => rmSync(folder, { recursive: true }));

test.each([
  ["instance_type", ["--var", "instance_type=t3.nano", "--var-file", hcl]],
  ["instance_type", ["--var-file", hcl, "--var=instance_type=t3.nano"]],
  ["instance_type", ["--var", "key_name=x", "instance_type=a=b", "--auto-approve", "--var-file", "/nonexistent", hcl]],
  ["chain_volume_iops", [`--var-file=${json}`, "--var", "chain_volume_iops=9000"]],
  ["key_name", [`--var-file=${json}`, "--var", "key_name=me"]],
])("of %s a value beside a file that has it too is refused: %j", (name, options) => {
  expect(() => requireNoIgnoredValue(["node", "cdktf", "deploy", ...options])).toThrow(
    `--var ${name} must not stand beside a --var-file that has ${name} too, as cdktf lets the file win; got /`,
  );
});

test.each([
  [["--var", "key_name=x", "--var-file", hcl]],
  [["--var", "instance_type=t3.nano"]],
  [["--var-file", hcl, "--var-file", hcl]],
  [["--var", "type=x", "--var-file", hcl]],
  [["--var", "instance_type=t3.nano", "--var-file", "/nonexistent"]],
])("passes where no file has the value: %j", (options) => {
  expect(() => requireNoIgnoredValue(["node", "cdktf", "deploy", ...options])).not.toThrow();
});

test("the app is ended by it below cdktf, whatever shell stands between", () => {
  const app = "node --import tsx main.ts; exit $?";
  const cdktf = file(
    "cdktf",
    `const { spawnSync } = require("node:child_process");
     process.exitCode = spawnSync(${JSON.stringify(app)}, { shell: true, stdio: "inherit" }).status;`,
  );
  const run = (...options: string[]) =>
    spawnSync(process.execPath, [cdktf, "deploy", ...options], {
      cwd: path.resolve(__dirname, "../.."),
      encoding: "utf8",
      env: { ...process.env, CDKTF_CONTEXT_JSON: "{}", CDKTF_OUTDIR: path.join(folder, "out") },
    });
  const refused = run("--var", "instance_type=t3.nano", "--var-file", hcl);
  expect(refused).toMatchObject({ status: 1, stderr: expect.stringMatching(/^--var instance_type must not stand/) });
  expect(run("--var", "key_name=x", "--var-file", hcl).status).toBe(0);
});
