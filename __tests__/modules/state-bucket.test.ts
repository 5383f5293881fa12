import { only, synthesize } from "../support/synthesize";

const { state } = synthesize();

test("makes one bucket that Terraform refuses to destroy", () => {
  expect(only(state, "aws_s3_bucket").lifecycle).toEqual({ prevent_destroy: true });
});

test("versions, encrypts and closes the bucket, and expires old versions", () => {
  expect(only(state, "aws_s3_bucket_versioning").versioning_configuration).toEqual({ status: "Enabled" });
  expect(only(state, "aws_s3_bucket_server_side_encryption_configuration").rule).toEqual([
    { apply_server_side_encryption_by_default: { sse_algorithm: "AES256" }, blocked_encryption_types: ["SSE-C"] },
  ]);
  expect(only(state, "aws_s3_bucket_public_access_block")).toMatchObject({
    block_public_acls: true,
    block_public_policy: true,
    ignore_public_acls: true,
    restrict_public_buckets: true,
  });
  expect(only(state, "aws_s3_bucket_lifecycle_configuration").rule).toEqual([
    expect.objectContaining({
      status: "Enabled",
      noncurrent_version_expiration: [{ noncurrent_days: 90 }],
      expiration: [{ expired_object_delete_marker: true }],
    }),
  ]);
});

test("encrypts the bucket with the key of the settings", () => {
  const key = "arn:aws:kms:eu-central-1:111122223333:key/01234567-89ab-4def-8123-456789abcdef";
  const { state: encrypted } = synthesize({ ETHNODE_STATE_KMS_KEY_ARN: key });
  expect(only(encrypted, "aws_s3_bucket_server_side_encryption_configuration").rule).toEqual([
    {
      apply_server_side_encryption_by_default: { sse_algorithm: "aws:kms", kms_master_key_id: key },
      bucket_key_enabled: true,
      blocked_encryption_types: ["SSE-C"],
    },
  ]);
});

test("refuses every request without TLS, in a policy that the first plan already shows", () => {
  const policy = String(only(state, "aws_s3_bucket_policy").policy);
  const [name] = Object.keys(state.locals);
  // Nothing of the bucket itself, which is yet to be made.
  expect(state.locals[name as string]).toMatch(/var\.bucket_name/);
  expect(policy).not.toContain("aws_s3_bucket");
  expect(JSON.parse(policy.replaceAll(`\${local.${name}}`, "my-state")).Statement).toEqual([
    {
      Sid: "TlsOnly",
      Effect: "Deny",
      Principal: "*",
      Action: ["s3:*"],
      Resource: [expect.stringMatching(/:s3:::my-state$/), expect.stringMatching(/:s3:::my-state\/\*$/)],
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    },
  ]);
});
