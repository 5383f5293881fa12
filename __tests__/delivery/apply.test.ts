import { appendFileSync, existsSync, writeFileSync } from "node:fs";
import path from "node:path";
import { StateDir } from "../../machine/state-dir";
import { terraformAtHand } from "../../machine/terraform-program";
import { BUNDLES, PASSWORD, UserCheckout } from "./support/user-checkout";

/** bin/apply as a user runs it: real git, real Terraform, a local state. */
let checkout: UserCheckout;
beforeEach(() => {
  checkout = new UserCheckout();
});
afterEach(() => checkout.remove());

const STATE = "terraform.mainnet-parity.tfstate";
const isApplied = () => existsSync(path.join(checkout.root, STATE));

/** The one line that a refusal is. Nothing is applied and nothing stays behind. */
function refusal(hash: string, environment: NodeJS.ProcessEnv = {}): string {
  const before = isApplied() ? checkout.read(STATE) : undefined;
  const { status, stderr } = checkout.apply(hash, environment);
  expect({ status, stderr }).toMatchObject({ status: 2, stderr: expect.stringMatching(/^apply: .*\n$/) });
  expect(isApplied() ? checkout.read(STATE) : undefined).toBe(before);
  expect(checkout.leftovers).toEqual([]);
  return stderr.trim().slice("apply: ".length);
}

const bundle = (hash: string) => path.join(checkout.root, BUNDLES, `${hash}.tar`);

test("applies exactly the reviewed plan, and says what changed and the outputs", () => {
  const hash = checkout.planned(["--var", "word=two"]);
  const { status, stderr, stdout } = checkout.apply(hash, { TF_VAR_word: "three", TF_VAR_password: undefined });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  expect(stdout).toContain("terraform_data.plain: Creation complete");
  expect(stdout).toContain("Apply complete! Resources: 2 added, 0 changed, 0 destroyed.");
  expect(stdout).toContain('said = "two"');
  expect(stdout).not.toContain(PASSWORD);
  expect(checkout.leftovers).toEqual([]);

  // The state has moved on, so that it is applied once.
  const again = checkout.apply(hash);
  expect(again).toMatchObject({ status: 2, stderr: expect.stringContaining("Saved plan is stale") });
  expect(again.stderr).toContain("apply: the apply did not end well");
});

test("refuses what is no hash, and a hash that nothing was stored under", () => {
  expect(refusal("main")).toBe('HASH must be the 64 hex digits that bin/plan printed; got "main"');
  const none = "0".repeat(64);
  expect(refusal(none)).toBe(`HASH must be of a bundle that bin/plan stored; got none at ${BUNDLES}/${none}.tar`);
});

test("refuses a bundle that is not the reviewed one any more", () => {
  const hash = checkout.planned();
  appendFileSync(bundle(hash), "\0");
  expect(refusal(hash)).toMatch(
    new RegExp(`^the bundle must have the hash ${hash}, which was reviewed; got [0-9a-f]{64}$`),
  );
});

test("refuses a checkout with changes, of another commit, or of another tree", () => {
  const hash = checkout.planned();
  const reviewed = checkout.git("rev-parse", "HEAD");
  checkout.write("asset.sh", "#!/bin/bash\n");
  expect(refusal(hash)).toBe('the checkout must be clean, so that a commit tells what is planned; got " M asset.sh"');
  const next = checkout.commit("next");
  expect(refusal(hash)).toBe(`commit must be ${reviewed}, which was reviewed; got ${next}`);
});

test("refuses other tools", () => {
  const hash = checkout.planned();
  const terraform = path.join(path.dirname(checkout.root), "terraform");
  writeFileSync(terraform, "#!/bin/sh\necho Terraform v1.99.0\n", { mode: 0o755 });
  expect(refusal(hash, { TERRAFORM_BINARY_NAME: terraform })).toMatch(
    /^engine must be (Terraform|OpenTofu) \S+, which was reviewed; got Terraform 1\.99\.0$/,
  );
});

test("refuses a commit that the main branch does not hold, and applies it once it does", () => {
  checkout.git("switch", "--quiet", "--create", "change");
  const commit = checkout.commit("a change");
  const hash = checkout.planned();
  const main = checkout.git("rev-parse", "main");
  expect(refusal(hash)).toBe(
    `main must hold the commit ${commit}: merge it, or fetch the branch with its history; got main at ${main}`,
  );
  expect(refusal(hash, { ETHNODE_MAIN_BRANCH: "release" })).toBe(
    "mainBranch (ETHNODE_MAIN_BRANCH) must be a branch that is fetched; got no refs/heads/release",
  );
  checkout.git("branch", "--force", "main", commit);
  expect(checkout.apply(hash)).toMatchObject({ status: 0 });
});

test("goes by the main branch of origin where there is one, and not by a local one", () => {
  const origin = path.join(path.dirname(checkout.root), "origin.git");
  checkout.git("clone", "--quiet", "--bare", ".", origin);
  checkout.git("remote", "add", "origin", origin);
  checkout.git("fetch", "--quiet", "origin");
  const commit = checkout.commit("on the local main branch alone");
  const hash = checkout.planned();
  expect(refusal(hash)).toContain(`origin/main must hold the commit ${commit}: `);
  checkout.git("push", "--quiet", "origin", "main");
  expect(checkout.apply(hash)).toMatchObject({ status: 0 });
});

test("refuses a plan with something forbidden, and one whose exception has expired since", () => {
  const incomplete = { TF_CLI_ARGS_plan: "-target=terraform_data.plain" };
  const line = "the plan must hold nothing that the review forbids; got incomplete plan";
  checkout.plan([], incomplete);
  expect(refusal((checkout.bundles[0] as string).replace(".tar", ""))).toBe(line);
  checkout.write("plan-exceptions", "2999-12-31 incomplete plan of the test\n");
  checkout.commit("an exception");
  const hash = checkout.planned([], incomplete);
  // As if its last day were over; the file is the commit's, so only the clock can tell.
  checkout.write(
    "review/exceptions.ts",
    checkout.read("review/exceptions.ts").replace("until < today", "today < until"),
  );
  checkout.git("update-index", "--assume-unchanged", "review/exceptions.ts");
  expect(refusal(hash)).toBe(line);
});

test("a state that cannot be written is kept", () => {
  // The real Terraform holds its local state open, so that it is always written; what it leaves otherwise is this file.
  const real = terraformAtHand(StateDir.fromEnvironment())?.command;
  const fails = `echo '{"serial": 7}' >"\${1#-chdir=}/errored.tfstate"; echo 'Error: Failed to save state' >&2; exit 1`;
  const wrapper = path.join(path.dirname(checkout.root), "terraform");
  const lines = ["#!/bin/bash", `if [[ $2 == apply ]]; then ${fails}; fi`, `exec ${real} "$@"`, ""];
  writeFileSync(wrapper, lines.join("\n"), { mode: 0o755 });
  const environment = { TERRAFORM_BINARY_NAME: wrapper };
  const hash = checkout.planned([], environment);
  const { status, stderr } = checkout.apply(hash, environment);
  expect({ status, stderr }).toMatchObject({ status: 2 });
  expect(stderr).toContain("apply: THE STATE COULD NOT BE WRITTEN. It is in errored.mainnet-parity.tfstate");
  expect(JSON.parse(checkout.read("errored.mainnet-parity.tfstate"))).toEqual({ serial: 7 });
  expect(checkout.bundles).toContain(`${hash}.errored.tfstate`);
  expect(checkout.git("status", "--porcelain")).toBe("");
  expect(checkout.leftovers).toEqual([]);
});

test("Ctrl-C ends the apply in order, and the state has what was done", async () => {
  const stack = JSON.parse(checkout.read("stack.tf.json"));
  stack.resource.terraform_data.secret.depends_on = ["terraform_data.plain"];
  stack.resource.terraform_data.secret.provisioner = { "local-exec": { command: "echo begun; sleep 60" } };
  checkout.write("stack.tf.json", JSON.stringify(stack));
  checkout.commit("a slow resource");
  const { child, ended } = checkout.startApply(checkout.planned());
  await new Promise<void>((resolve) => {
    child.stdout?.on("data", (text: Buffer) => text.includes("Provisioning with") && resolve());
  });
  child.kill("SIGINT");
  expect(await ended).toMatchObject({
    status: 2,
    stderr: expect.stringContaining("apply: interrupted; what was done"),
  });
  const { resources } = JSON.parse(checkout.read(STATE));
  expect(resources.map(({ name }: { name: string }) => name)).toContain("plain");
  expect(checkout.leftovers).toEqual([]);
});
