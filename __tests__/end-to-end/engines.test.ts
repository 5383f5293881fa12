import { readFileSync, writeFileSync } from "node:fs";
import { Emulator } from "../../lab/emulator/emulator";
import { LocalAws } from "../../lab/emulator/local-aws";
import { VAR_FILE } from "../../lab/lab-settings";
import { saveSession } from "../../lab/session";
import { findProvider } from "../../lab/terraform/provider";
import { labEnvironment } from "../../lab/terraform/terraform";
import { hashIn, UserCheckout } from "../delivery/support/user-checkout";
import { canHaveWheels, ENGINES, ENGINES_OF_EVERY_RUN, ensureEngine } from "../support/engines";
import { ENGINES_THAT_RAN, type EngineRun, engineKey } from "../support/engines-that-ran";
import { LabUnderTest } from "../support/lab-under-test";
import { startLocalAws } from "../support/start-local-aws";

/**
 * One life of the nodes' stack with each Terraform and OpenTofu, through the commands of a user, with the state in the S3 of the
 * local AWS. No node runs. With ENGINES=all every engine has its turn, and docs/engines.md gets the date after `npm run golden`.
 */
jest.setTimeout(60 * 60_000);

const all = process.env.ENGINES === "all";
const engines = (all ? ENGINES : ENGINES_OF_EVERY_RUN).map((engine) => ({ ...engine, title: engineKey(engine) }));
const testHere = canHaveWheels ? test : test.skip;
const WITHOUT_NODE = { node_running: "false" };
const lab = new LabUnderTest();
let checkout: UserCheckout;

beforeAll(async () => {
  if (canHaveWheels) {
    await startLocalAws(lab);
    checkout = new UserCheckout("node --import tsx lab/app.ts", ["docker", "lab", "main.ts", "pins"]);
  }
});
afterAll(() => {
  checkout?.remove();
  lab.lab("down");
});

const plan = (...more: string[]) =>
  checkout.plan(
    ["--var-file", VAR_FILE, "--var", "node_running=false", ...more],
    labEnvironment(lab.state, lab.session),
  );

testHere.each(engines)(
  "$title locks the provider, plans, is reviewed, applies, has nothing more to do, and destroys (wheels: Linux x86_64)",
  async (engine) => {
    const { session, state } = lab;
    const program = await ensureEngine(state, engine);
    const Bucket = `state-${engineKey(engine).toLowerCase().replace(/\W/g, "-")}`;
    await new LocalAws(new Emulator(state, session.port).endpoint).ensureVersionedBucket(Bucket);
    const provider = await findProvider(state, program);
    saveSession(state, { ...session, provider, stateBucket: Bucket });

    const planned = plan();
    expect(planned).toMatchObject({ status: 0 });
    const hash = hashIn(planned.stdout);
    const applied = checkout.apply(hash, labEnvironment(state, lab.session));
    expect(applied).toMatchObject({ status: 0 });
    expect(applied.stdout).toMatch(/Apply complete! Resources: [1-9]\d* added, 0 changed, 0 destroyed/);
    expect(Object.keys(lab.chainVolumes())).toEqual(["mainnet-parity-node-0-chain"]);
    // The lock was there, and is gone.
    const { DeleteMarkers = [] } = lab.aws("s3", "list_object_versions", { Bucket });
    expect(DeleteMarkers.map(({ Key }: { Key: string }) => Key)).toContain(
      "mainnet-parity/mainnet-parity.tfstate.tflock",
    );

    expect(plan("--drift")).toMatchObject({ status: 0, stdout: expect.stringContaining("\nno drift: ") });

    await lab.synthesize({ ETHNODE_PROTECT_CHAIN_DISK: "false" });
    await lab.stack.init("-reconfigure");
    expect(await lab.destroy(WITHOUT_NODE)).toMatchObject({ exitCode: 0 });
    expect(lab.chainVolumes()).toEqual({});

    if (all) {
      remember({ ...engine, provider: provider.version, date: new Date().toISOString().slice(0, 10) });
    }
  },
);

function remember({ date, name, provider, version }: EngineRun): void {
  const runs: EngineRun[] = JSON.parse(readFileSync(ENGINES_THAT_RAN, "utf8"));
  const others = runs.filter((run) => engineKey(run) !== engineKey({ name, version }));
  writeFileSync(ENGINES_THAT_RAN, `${JSON.stringify([...others, { name, version, provider, date }], null, 2)}\n`);
}
