import { evaluate } from "../../support/evaluate";
import { synthesize } from "../../support/synthesize";

type Key = {
  count: string;
  key_id: string;
  lifecycle: { postcondition: { condition: string; error_message: string }[] };
};

const { node } = synthesize();
const key = (variable: string) => node.data.aws_kms_key?.[variable] as unknown as Key;
const KEY = '"arn:aws:kms:eu-central-1:111122223333:key/0"';

test.each(["kms_key_arn", "chain_volume_kms_key_arn"])("is asked for under an address that names %s", (variable) => {
  expect(key(variable).key_id).toBe(`\${var.${variable}}`);
});

test.each([
  ['""', "0"],
  [KEY, "1"],
])("with kms_key_arn %s it is asked for %s times", (arn, times) => {
  expect(evaluate(key("kms_key_arn").count, { "var\\.kms_key_arn": arn })).toBe(times);
});

test.each([
  ['""', "[]", "0"],
  [KEY, "[]", "1"],
  // A disk that is there keeps its own key.
  [KEY, '["mainnet-parity-node-0-chain"]', "0"],
])("with chain_volume_kms_key_arn %s and the volumes %s it is asked for %s times", (arn, volumes, times) => {
  const values = { "\\[for volume in [^\\]]+\\]\\]": volumes, "var\\.chain_volume_kms_key_arn": arn };
  expect(evaluate(key("chain_volume_kms_key_arn").count, values)).toBe(times);
});

test.each([
  ["Enabled", "SYMMETRIC_DEFAULT", "true"],
  ["Disabled", "SYMMETRIC_DEFAULT", "false"],
  ["PendingDeletion", "SYMMETRIC_DEFAULT", "false"],
  ["Enabled", "RSA_4096", "false"],
  ["Enabled", "HMAC_256", "false"],
])("a key that is %s and %s will do: %s", (state, spec, passes) => {
  const [usable] = key("kms_key_arn").lifecycle.postcondition;
  const values = {
    "self\\.key_state": `"${state}"`,
    "self\\.customer_master_key_spec": `"${spec}"`,
    "self\\.arn": KEY,
  };
  expect(evaluate(usable?.condition ?? "", values)).toBe(passes);
  expect(evaluate(usable?.error_message ?? "", values)).toBe(
    `kms_key_arn must be a symmetric key that is enabled; got ${JSON.parse(KEY)}, which is ${state} and ${spec}.`,
  );
});
