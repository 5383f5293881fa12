import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { StateDir } from "../../machine/state-dir";
import { terraformAtHand } from "../../machine/terraform-program";
import { BadVariables, variableValues } from "../../preflight/variable-values";
import { synthesize } from "../support/synthesize";

const { node } = synthesize();
const command = terraformAtHand(StateDir.fromEnvironment())?.command as string;
const folder = mkdtempSync(path.join(tmpdir(), "variable-values-"));
const file = (name: string, content: string) => {
  const whole = path.join(folder, name);
  writeFileSync(whole, content);
  return whole;
};
const { env } = process;
afterEach(() => {
  process.env = env;
});
afterAll(() => rmSync(folder, { recursive: true }));

const values = (...options: string[]) => variableValues(file("cdk.tf.json", JSON.stringify(node)), options, command);
const DEFAULTS = Object.fromEntries(
  ["instance_type", "chain_volume_size_gib", "chain_volume_type", "chain_volume_kms_key_arn", "key_name"].map(
    (name) => [name, node.variable[name]?.default],
  ),
);

test("are the stack's defaults, in their types, where nothing is given", () => {
  expect(values()).toEqual(DEFAULTS);
  expect(DEFAULTS).toMatchObject({ instance_type: expect.any(String), chain_volume_size_gib: expect.any(Number) });
});

test("come from the environment, a file and an argument, of which the last counts, with one dash or two", () => {
  process.env = { ...env, TF_VAR_key_name: "environment", TF_VAR_instance_type: "m7i.4xlarge" };
  const first = file("first.tfvars", 'instance_type = "m7i.2xlarge"\nchain_volume_size_gib = 2048\n');
  const second = file("second.tfvars.json", '{"chain_volume_size_gib": 3000}');
  expect(
    values(`--var-file=${first}`, `-var-file=${second}`, "--var=chain_volume_type=io2", "--var=chain_volume_iops=9000"),
  ).toEqual({
    ...DEFAULTS,
    key_name: "environment",
    instance_type: "m7i.2xlarge",
    chain_volume_size_gib: 3_000,
    chain_volume_type: "io2",
  });
});

test.each([
  ["a value that no rule allows", ["--var=key_name=é"], /key_name must/],
  ["a value of another type", ["--var=chain_volume_size_gib=large"], /number/],
  ["a variable that the stack has not", ["--var=instance_typ=m7i.xlarge"], /instance_typ/],
  ["a file that is not there", ["--var-file=/nonexistent.tfvars"], /nonexistent\.tfvars/],
  ["another option", ["--no-such-option"], /no-such-option/],
])("are refused in Terraform's words for %s", (_, options, words) => {
  expect(() => values(...options)).toThrow(BadVariables);
  expect(() => values(...options)).toThrow(words);
});

test("are taken from a file with a warning too", () => {
  expect(values(`--var-file=${file("other.tfvars", 'of_another_stack = "x"\n')}`)).toEqual(DEFAULTS);
});

test("are refused where there is no such program", () => {
  const stack = file("cdk.tf.json", JSON.stringify(node));
  expect(() => variableValues(stack, [], "/nonexistent/terraform")).toThrow(BadVariables);
});
