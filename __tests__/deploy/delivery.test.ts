import { Emulator } from "../../lab/emulator/emulator";
import { LocalAws } from "../../lab/emulator/local-aws";
import { VAR_FILE } from "../../lab/lab-settings";
import { saveSession } from "../../lab/session";
import { labEnvironment } from "../../lab/terraform/terraform";
import { hashIn, type Outcome, UserCheckout } from "../delivery/support/user-checkout";
import { LabUnderTest } from "../support/lab-under-test";
import { startLocalAws } from "../support/start-local-aws";

/** The nodes' stack, planned on one machine and applied on another, with state and bundles in the S3 of the local AWS. No node runs. */
const BUCKET = "reviewed-plans";
const lab = new LabUnderTest();
const options = ["--var-file", VAR_FILE, "--var", "node_running=false"];
let planner: UserCheckout;
let applier: UserCheckout;
let hash: string;

beforeAll(async () => {
  await startLocalAws(lab);
  const { session, state } = lab;
  await new LocalAws(new Emulator(state, session.port).endpoint).ensureVersionedBucket(BUCKET);
  saveSession(state, { ...session, stateBucket: BUCKET });
  planner = new UserCheckout("node --import tsx lab/app.ts", ["docker", "lab", "main.ts", "pins"]);
  applier = planner.cloned();
});
afterAll(() => {
  planner?.remove();
  applier?.remove();
  lab.lab("down");
});

const environment = () => labEnvironment(lab.state, lab.session);
const plan = (...more: string[]): Outcome => planner.plan([...options, ...more], environment());
const apply = (checkout = applier): Outcome => checkout.apply(hash, environment());
const keys = (): string[] =>
  (lab.aws("s3", "list_objects_v2", { Bucket: BUCKET }).Contents ?? []).map(({ Key }: { Key: string }) => Key);

/** As the stack `state` sets it up with a key. */
function encryptBucket(): void {
  const { KeyMetadata } = lab.aws("kms", "create_key");
  const rule = { SSEAlgorithm: "aws:kms", KMSMasterKeyID: KeyMetadata.Arn };
  lab.aws("s3", "put_bucket_encryption", {
    Bucket: BUCKET,
    ServerSideEncryptionConfiguration: { Rules: [{ ApplyServerSideEncryptionByDefault: rule }] },
  });
}

test("bin/plan puts the reviewed plan into the state bucket, encrypted as the bucket is", () => {
  encryptBucket();
  const { status, stderr, stdout } = plan();
  expect({ status, stderr }).toMatchObject({ status: 0 });
  hash = hashIn(stdout);
  const Key = `plans/mainnet-parity/${hash}.tar`;
  expect(stdout).toContain(`stored s3://${BUCKET}/${Key}, of commit `);
  expect(keys()).toEqual([Key]);
  expect(lab.aws("s3", "head_object", { Bucket: BUCKET, Key })).toMatchObject({ ServerSideEncryption: "aws:kms" });
});

test("bin/apply refuses a bundle that was changed in the bucket, and one that is not there", () => {
  const Key = `plans/mainnet-parity/${hash}.tar`;
  const CopySource = `${BUCKET}/${Key}`;
  lab.aws("s3", "copy_object", { Bucket: BUCKET, Key: "kept", CopySource });
  lab.aws("s3", "put_object", { Bucket: BUCKET, Key, Body: "another" });
  expect(apply()).toMatchObject({
    status: 2,
    stderr: expect.stringMatching(/^apply: the bundle must have the hash .*, which was reviewed; got [0-9a-f]{64}\n$/),
  });
  lab.aws("s3", "delete_object", { Bucket: BUCKET, Key });
  expect(apply()).toMatchObject({
    status: 2,
    stderr: `apply: HASH must be of a bundle that bin/plan stored; got none at s3://${BUCKET}/${Key}\n`,
  });
  lab.aws("s3", "copy_object", { Bucket: BUCKET, Key, CopySource: `${BUCKET}/kept` });
  lab.aws("s3", "delete_object", { Bucket: BUCKET, Key: "kept" });
});

test("bin/apply on another machine applies exactly that plan", () => {
  const { status, stderr, stdout } = apply();
  expect({ status, stderr, stdout }).toMatchObject({ status: 0 });
  expect(stdout).toMatch(/Apply complete! Resources: [1-9]\d* added, 0 changed, 0 destroyed/);
  expect(stdout).toContain("rpc_url = ");
  expect(keys()).toContain("mainnet-parity/mainnet-parity.tfstate");
  expect(Object.keys(lab.chainVolumes())).toEqual(["mainnet-parity-node-0-chain"]);
  expect(apply()).toMatchObject({ status: 2, stderr: expect.stringContaining("Saved plan is stale") });
});

test("--drift finds nothing, then what somebody deleted, and stores nothing", () => {
  const before = keys();
  expect(plan("--drift")).toMatchObject({ status: 0, stdout: expect.stringContaining("\nno drift: ") });
  lab.aws("ssm", "delete_parameter", { Name: "/mainnet-parity/rpc-url" });
  expect(plan("--drift")).toMatchObject({ status: 1, stdout: expect.stringContaining("\nDRIFT: ") });
  expect(keys()).toEqual(before);
});

test("a plan that would destroy the chain disk is stored, and bin/apply refuses it", () => {
  const unprotected = { ETHNODE_PROTECT_CHAIN_DISK: "false" };
  const { status, stdout } = planner.plan([...options, "--destroy", "mainnet-parity"], {
    ...environment(),
    ...unprotected,
  });
  expect({ status, stdout }).toMatchObject({ status: 1 });
  hash = hashIn(stdout);
  expect(keys()).toContain(`plans/mainnet-parity/${hash}.tar`);
  expect(apply()).toMatchObject({
    status: 2,
    stderr: expect.stringMatching(
      /^apply: the plan must hold nothing that the review forbids; got .*kept-destroyed aws_ebs_volume\..*\n$/,
    ),
  });
  expect(Object.keys(lab.chainVolumes())).toEqual(["mainnet-parity-node-0-chain"]);
});
