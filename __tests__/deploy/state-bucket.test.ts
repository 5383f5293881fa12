import { readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { STATE_STACK } from "../../lab/lab-settings";
import { readLayerReport } from "../../lab/terraform/lab-layer";
import { Terraform } from "../../lab/terraform/terraform";
import { WORLDS } from "../review/support/corpus-cases";
import { LabUnderTest } from "../support/lab-under-test";
import { startLocalAws } from "../support/start-local-aws";

/** The stack `state` as docs/runbooks/bootstrap-state.md begins with it. The tests build on each other, in this order. */
const lab = new LabUnderTest();
let bucket: string;

beforeAll(() => startLocalAws(lab));
afterAll(() => {
  lab.lab("down");
});

function stack(): Terraform {
  return new Terraform(lab.state, lab.session, lab.state.stack(STATE_STACK));
}

/** As the stack's user; a provider that lacks a type has what it says in the bucket's own blocks. */
async function synthesize(stateBucket: string): Promise<void> {
  await lab.synthesize({ ETHNODE_STATE_BUCKET: stateBucket });
  const { folder } = stack();
  if (readLayerReport(folder).unknownTypes.length > 0) {
    const file = path.join(folder, "cdk.tf.json");
    const content = JSON.parse(readFileSync(file, "utf8"));
    WORLDS.state.adapt?.(content);
    writeFileSync(file, JSON.stringify(content));
  }
}

const plan = () => stack().try(["plan", "-input=false", "-no-color", "-detailed-exitcode"]);
const NO_CHANGES = { exitCode: 0, stdout: expect.stringContaining("No changes.") };
/** Where Terraform keeps the state of the stack until there is a bucket. */
const localState = () => path.join(lab.state.out, "..", `terraform.${STATE_STACK}.tfstate`);

test("is applied with a local state, and a second plan says no changes", async () => {
  await synthesize("");
  await stack().init();
  expect(await stack().apply()).toBe(true);
  bucket = String((await stack().outputs()).state_bucket);
  expect(bucket).toBe("mainnet-parity-state-000000000000");
  expect(lab.aws("s3", "get_bucket_versioning", { Bucket: bucket }).Status).toBe("Enabled");
  expect(await plan()).toMatchObject(NO_CHANGES);
});

test("asks for the move of its state once the setting names the bucket, before it plans anything", async () => {
  await synthesize(bucket);
  expect(await plan()).toMatchObject({
    exitCode: 1,
    stderr: expect.stringMatching(/Backend (configuration changed|initialization required)/),
  });
});

test("moves its state into the bucket that it made, and a plan without the local copy says no changes", async () => {
  await stack().init("-migrate-state", "-force-copy");
  const { Contents } = lab.aws("s3", "list_objects_v2", { Bucket: bucket });
  expect(Contents.map(({ Key }: { Key: string }) => Key)).toEqual([`mainnet-parity/${STATE_STACK}.tfstate`]);
  rmSync(localState());
  expect(await plan()).toMatchObject(NO_CHANGES);
  expect((await stack().run(["state", "list"])).stdout).toContain("aws_s3_bucket.bucket");
});
