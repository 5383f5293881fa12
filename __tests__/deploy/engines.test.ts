import { readFileSync, writeFileSync } from "node:fs";
import { Emulator } from "../../lab/emulator/emulator";
import { LocalAws } from "../../lab/emulator/local-aws";
import { VAR_FILE } from "../../lab/lab-settings";
import { saveSession } from "../../lab/session";
import { findProvider } from "../../lab/terraform/provider";
import { labEnvironment } from "../../lab/terraform/terraform";
import { hashIn, UserCheckout } from "../delivery/support/user-checkout";
import { canHaveWheels, ENGINES, ENGINES_OF_EVERY_RUN, type Engine, ensureEngine } from "../support/engines";
import { ENGINES_THAT_RAN, type EngineRun, engineKey } from "../support/engines-that-ran";
import { LabUnderTest } from "../support/lab-under-test";
import { startLocalAws } from "../support/start-local-aws";

/**
 * A life of the nodes' stack by the commands of a user, with its state in the S3 of the local AWS: the oldest Terraform begins it and
 * the newest ends it. With ENGINES=all each engine has a life of its own, which docs/engines.md tells after `npm run golden`.
 * No node runs.
 */
jest.setTimeout(60 * 60_000);

const all = process.env.ENGINES === "all";
const [oldest, newest] = ENGINES_OF_EVERY_RUN;
const pairs = all ? ENGINES.map((engine) => ({ first: engine, last: engine })) : [{ first: oldest, last: newest }];
const lives = pairs.map(({ first, last }) => ({ first, last, begins: engineKey(first), ends: engineKey(last) }));
const testHere = canHaveWheels ? test : test.skip;
const BUCKET = "states-of-engines";
const lab = new LabUnderTest();
let checkout: UserCheckout;

beforeAll(async () => {
  if (canHaveWheels) {
    await startLocalAws(lab);
    await new LocalAws(new Emulator(lab.state, lab.session.port).endpoint).ensureVersionedBucket(BUCKET);
    checkout = new UserCheckout("node --import tsx lab/app.ts", ["docker", "lab", "main.ts", "pins"]);
  }
});
afterAll(() => {
  checkout?.remove();
  lab.lab("down");
});

/** From now on the commands run this program, with a lock of the provider that it wrote itself. */
async function use(engine: Engine): Promise<void> {
  const { session, state } = lab;
  const provider = await findProvider(state, await ensureEngine(state, engine));
  saveSession(state, { ...session, provider, stateBucket: BUCKET });
}

const environment = () => labEnvironment(lab.state, lab.session);
const plan = (...more: string[]) =>
  checkout.plan(["--var-file", VAR_FILE, "--var", "node_running=false", ...more], environment());

testHere.each(lives)(
  "$begins plans, is reviewed and applies; $ends has nothing more to do, and destroys (their wheels: Linux on x86_64)",
  async ({ first, last }) => {
    await use(first);
    const planned = plan();
    expect(planned).toMatchObject({ status: 0 });
    const applied = checkout.apply(hashIn(planned.stdout), environment());
    expect(applied).toMatchObject({ status: 0 });
    expect(applied.stdout).toMatch(/Apply complete! Resources: [1-9]\d* added, 0 changed, 0 destroyed/);
    expect(Object.keys(lab.chainVolumes())).toEqual(["mainnet-parity-node-0-chain"]);
    // The lock was there, and is gone.
    const { DeleteMarkers = [] } = lab.aws("s3", "list_object_versions", { Bucket: BUCKET });
    const deleted = DeleteMarkers.map(({ Key }: { Key: string }) => Key);
    expect(deleted).toContain("mainnet-parity/mainnet-parity.tfstate.tflock");

    await use(last);
    expect(plan("--drift")).toMatchObject({ status: 0, stdout: expect.stringContaining("\nno drift: ") });
    await lab.synthesize({ ETHNODE_PROTECT_CHAIN_DISK: "false" });
    await lab.stack.init("-reconfigure");
    expect(await lab.destroy({ node_running: "false" })).toMatchObject({ exitCode: 0 });
    expect(lab.chainVolumes()).toEqual({});

    if (all) {
      remember(first, lab.session.provider.version);
    }
  },
);

function remember({ name, version }: Engine, provider: string): void {
  const runs: EngineRun[] = JSON.parse(readFileSync(ENGINES_THAT_RAN, "utf8"));
  const others = runs.filter((run) => engineKey(run) !== engineKey({ name, version }));
  const date = new Date().toISOString().slice(0, 10);
  writeFileSync(ENGINES_THAT_RAN, `${JSON.stringify([...others, { name, version, provider, date }], null, 2)}\n`);
}
