import { synthesize } from "../support/synthesize";

test("keeps state in a local file without a state bucket", () => {
  expect(synthesize().node.terraform.backend).toEqual({ local: { path: "../../../terraform.mainnet-parity.tfstate" } });
});

test("keeps state encrypted and locked in the state bucket", () => {
  const { node, state } = synthesize({ ETHNODE_STATE_BUCKET: "my-state", ETHNODE_NAME: "my-chain" });
  const backend = { bucket: "my-state", region: "eu-central-1", encrypt: true, use_lockfile: true };
  expect(node.terraform.backend).toEqual({ s3: { ...backend, key: "my-chain/mainnet-parity.tfstate" } });
  expect(state.terraform.backend).toEqual({ s3: { ...backend, key: "my-chain/state.tfstate" } });
});

test("keeps the state in another region, under a key and by a role, where the settings say so", () => {
  const key = "arn:aws:kms:us-east-1:111122223333:key/01234567-89ab-4def-8123-456789abcdef";
  const role = "arn:aws:iam::111122223333:role/terraform-state";
  const { node, state } = synthesize({
    ETHNODE_STATE_BUCKET: "my-state",
    ETHNODE_STATE_REGION: "us-east-1",
    ETHNODE_STATE_KMS_KEY_ARN: key,
    ETHNODE_STATE_ROLE_ARN: role,
  });
  for (const stack of [node, state]) {
    expect(stack.terraform.backend.s3).toMatchObject({
      region: "us-east-1",
      kms_key_id: key,
      assume_role: { role_arn: role },
    });
  }
  // The role is for the state alone: it makes nothing.
  expect([node, state].map(({ provider }) => provider.aws?.[0])).toEqual([
    { region: "eu-central-1", default_tags: expect.anything() },
    { region: "us-east-1", default_tags: expect.anything() },
  ]);
});

test("requires the Terraform that can lock in S3", () => {
  expect(synthesize().node.terraform.required_version).toBe(">= 1.10");
});
