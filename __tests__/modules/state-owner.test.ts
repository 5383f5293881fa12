import { evaluate } from "../support/evaluate";
import { synthesize } from "../support/synthesize";

type OwnerRecord = {
  input: object;
  lifecycle: { ignore_changes: string[]; postcondition: { condition: string; error_message: string }[] };
};

const { node } = synthesize({ ETHNODE_NAME: "other", ETHNODE_REGION: "us-east-1" });
const [record] = Object.entries(node.resource.terraform_data ?? {})
  .filter(([id]) => id.startsWith("state-owner_"))
  .map(([, body]) => body as unknown as OwnerRecord);
const [rule] = record?.lifecycle.postcondition ?? [];

/** Evaluates in account 111122223333, with what the state recorded. */
function on(template: string | undefined, recorded: object): string {
  return evaluate(template ?? "", {
    "self\\.output": JSON.stringify(recorded),
    "data\\.aws_caller_identity\\.\\w+\\.account_id": '"111122223333"',
  });
}

const OWN = { account: "111122223333", name: "other", region: "us-east-1" };

test("keeps what was recorded first, whatever comes", () => {
  expect(record?.lifecycle.ignore_changes).toEqual(["input"]);
});

test.each([
  [{}, "true"],
  [{ name: "mainnet-parity" }, "false"],
  [{ region: "eu-central-1" }, "false"],
  [{ account: "444455556666" }, "false"],
])("a state that records its own deployment but for %j is taken: %s", (difference, passes) => {
  expect(on(rule?.condition, { ...OWN, ...difference })).toBe(passes);
});

test("the refusal says whose the state is, and what to do", () => {
  const message = on(rule?.error_message, { ...OWN, name: "mainnet-parity" });
  expect(message).toMatch(/must be that of .*other.*; got that of .*mainnet-parity.*ETHNODE_STATE_BUCKET/);
});
