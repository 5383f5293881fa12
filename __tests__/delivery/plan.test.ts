import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { BUNDLES, hashIn, PASSWORD, UserCheckout } from "./support/user-checkout";

/** bin/plan as a user runs it: real git, real Terraform, a local state. */
let checkout: UserCheckout;
beforeEach(() => {
  checkout = new UserCheckout();
});
afterEach(() => checkout.remove());

const INCOMPLETE = { TF_CLI_ARGS_plan: "-target=terraform_data.plain" };

function refusal(args: readonly string[] = [], environment: NodeJS.ProcessEnv = {}): string {
  const { status, stderr } = checkout.plan(args, environment);
  expect({ status, stderr }).toMatchObject({ status: 2 });
  expect(existsSync(path.join(checkout.root, ".delivery"))).toBe(false);
  expect(checkout.leftovers).toEqual([]);
  return stderr.split("\n").find((line) => line.startsWith("plan: ") && line.includes(" must ")) ?? stderr;
}

test("one bundle holds the plan, its JSON, the stacks with assets and lock file, and whose it is, under its own hash", () => {
  const { status, stderr, stdout } = checkout.plan(["--var", "word=two"]);
  expect({ status, stderr }).toMatchObject({ status: 0 });
  expect(stderr).toContain("Warning: synthesized by the test's app");
  expect(stdout).toMatch(/^Plan review: nothing forbidden/);
  const hash = hashIn(stdout);
  expect(stdout.trim().split("\n").at(-1)).toBe(`to apply it, once main holds that commit: bin/apply ${hash}`);

  const file = path.join(checkout.root, BUNDLES, `${hash}.tar`);
  const bytes = readFileSync(file);
  expect(createHash("sha256").update(bytes).digest("hex")).toBe(hash);
  const listed = execFileSync("tar", ["--list", "--verbose", "--full-time", "--utc", `--file=${file}`], {
    encoding: "utf8",
  });
  const entries = listed
    .trim()
    .split("\n")
    .map((line) => line.split(/\s+/));
  expect(new Set(entries.map(([, owner, , ...time]) => [owner, ...time.slice(0, 2)].join(" ")))).toEqual(
    new Set(["0/0 1970-01-01 00:00:00"]),
  );
  const stack = "./cdktf.out/stacks/mainnet-parity";
  expect(entries.map(([mode, , , , , name]) => `${mode} ${name}`).filter((entry) => !entry.endsWith("/"))).toEqual([
    `-rw-r--r-- ${stack}/.terraform.lock.hcl`,
    `-rw-r--r-- ${stack}/assets/asset.sh`,
    `-rw-r--r-- ${stack}/cdk.tf.json`,
    "-rw------- ./manifest.json",
    "-rw------- ./plan.json",
    "-rw------- ./plan.tfplan",
  ]);
  const inside = (name: string) => execFileSync("tar", ["--extract", "--to-stdout", `--file=${file}`, name]);
  const manifest = JSON.parse(inside("./manifest.json").toString());
  expect(manifest).toMatchObject({
    format: 1,
    name: "mainnet-parity",
    stack: "mainnet-parity",
    commit: checkout.git("rev-parse", "HEAD"),
    tree: checkout.git("rev-parse", "HEAD^{tree}"),
    tools: {
      engine: expect.stringMatching(/^(Terraform|OpenTofu) \d/),
      node: process.version,
      platform: `${process.platform} ${process.arch}`,
    },
    forbidden: [],
  });
  expect(Object.keys(manifest.files)).toHaveLength(5);
  for (const [name, sum] of Object.entries(manifest.files)) {
    expect([
      name,
      createHash("sha256")
        .update(inside(`./${name}`))
        .digest("hex"),
    ]).toEqual([name, sum]);
  }
});

test("nobody else reads a bundle, nothing prints a sensitive value, and nothing stays behind", () => {
  const { stderr, stdout } = checkout.plan(["--report", path.join(checkout.root, ".delivery-report")]);
  const hash = hashIn(stdout);
  const file = path.join(checkout.root, BUNDLES, `${hash}.tar`);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(statSync(path.dirname(file)).mode & 0o777).toBe(0o700);
  // It is in the bundle, so that this test would see it.
  expect(readFileSync(file).includes(PASSWORD)).toBe(true);
  const report = ["comment.md", "review.txt", "hash", "commit"].map((name) =>
    checkout.read(`.delivery-report/${name}`),
  );
  expect([stdout, stderr, ...report].filter((text) => text.includes(PASSWORD))).toEqual([]);
  expect(report[0]).toMatch(/^<!-- plan-review -->\n## Plan review: nothing forbidden/);
  expect(report[0]).toContain(`hash \`${hash}\``);
  expect(report[2]).toBe(`${hash}\n`);
  expect(checkout.git("status", "--porcelain")).toBe("");
  expect(checkout.leftovers).toEqual([".delivery-report"]);
});

test("what the review forbids is stored, said and exits with 1", () => {
  const { status, stdout } = checkout.plan([], INCOMPLETE);
  expect(status).toBe(1);
  expect(stdout).toContain("1 FORBIDDEN, do not apply");
  expect(stdout.trim().split("\n").at(-1)).toBe("FORBIDDEN: bin/apply refuses it: incomplete plan");
  expect(checkout.bundles).toEqual([`${hashIn(stdout)}.tar`]);
});

test("an exception of the committed file lets it pass", () => {
  checkout.write("plan-exceptions", "2999-12-31 incomplete plan of the test\n");
  checkout.commit("an exception");
  expect(checkout.plan([], INCOMPLETE)).toMatchObject({ status: 0, stdout: expect.stringContaining("excepted until") });
});

test("a checkout with changes that no commit holds is refused, tracked or not", () => {
  checkout.write("notes.txt", "");
  const rule = "plan: the checkout must be clean, so that a commit tells what is planned; got";
  expect(refusal()).toBe(`${rule} "?? notes.txt"`);
  checkout.write("asset.sh", "#!/bin/bash\n");
  expect(refusal()).toBe(`${rule} " M asset.sh" and 1 more`);
});

test("a synth that changes the checkout is refused", () => {
  checkout.write("app.sh", `${checkout.read("app.sh")}\necho >>asset.sh\n`);
  checkout.commit("an app that writes");
  expect(refusal()).toContain(
    'plan: the checkout must be clean, so that a commit tells what is planned; got " M asset.sh"',
  );
});

test("a stack without committed sums of its providers is refused with the command that writes them", () => {
  checkout.write("app.sh", checkout.read("app.sh").replace(/^cp lock.*\n/m, ""));
  checkout.commit("no lock");
  expect(refusal()).toMatch(
    /^plan: stacks\/provider-locks\/(terraform|tofu)\.lock\.hcl must be committed, .*: run bin\/lock-providers; got none$/,
  );
});

test("the synth is told the program that nobody named, as it takes that one's lock file", () => {
  checkout.write("app.sh", `${checkout.read("app.sh")}echo "by $TERRAFORM_BINARY_NAME" >&2\n`);
  checkout.commit("an app that tells");
  const { status, stderr } = checkout.plan([], { TERRAFORM_BINARY_NAME: undefined });
  expect({ status, stderr }).toEqual({ status: 0, stderr: expect.stringMatching(/^by \S*(terraform|tofu)\S*$/m) });
});

test("init takes nothing that the lock file does not hold", () => {
  const stack = JSON.parse(checkout.read("stack.tf.json"));
  stack.terraform.required_providers = { random: { source: "hashicorp/random", version: "3.7.2" } };
  checkout.write("stack.tf.json", JSON.stringify(stack));
  checkout.commit("another provider");
  checkout.write(
    ".git/terraform.rc",
    'provider_installation {\n  filesystem_mirror {\n    path = "/nowhere"\n  }\n}\n',
  );
  const rc = path.join(checkout.root, ".git/terraform.rc");
  expect(checkout.plan([], { TF_CLI_CONFIG_FILE: rc })).toMatchObject({
    status: 2,
    stderr: expect.stringMatching(/init failed:\n[\s\S]*hashicorp\/random/),
  });
});

test("bad input is told in Terraform's own words, or with the option, the rule and the value", () => {
  const unset = checkout.plan([], { TF_VAR_password: undefined });
  expect(unset).toMatchObject({ status: 2, stderr: expect.stringMatching(/plan failed:\n[\s\S]*variable "password"/) });
  expect(refusal(["--var-file", "none.tfvars"])).toBe(
    "plan: --var-file must be a file that can be read; got 'none.tfvars'",
  );
  expect(refusal(["--drift", "--destroy", "mainnet-parity"])).toBe("plan: --drift must be given without --destroy");
  expect(refusal(["--destroy", "mainnet"])).toBe(
    'plan: --destroy must be followed by the name of the deployment, mainnet-parity; got "mainnet"',
  );
  const unknown = checkout.plan([], { ETHNODE_MAIN_BRANCH: "--all" });
  expect(unknown).toMatchObject({ status: 2, stderr: expect.stringContaining("mainBranch (environment variable") });
  expect(refusal([], { TERRAFORM_BINARY_NAME: "no-such-program" })).toMatch(
    /^plan: terraform or tofu >= .* must be on the PATH; got no-such-program$/,
  );
});

test("--drift stores nothing and tells whether something differs", () => {
  const report = path.join(checkout.root, ".delivery-report");
  const different = checkout.plan(["--drift", "--report", report]);
  expect(different).toMatchObject({ status: 1, stdout: expect.stringContaining("\nDRIFT: ") });
  expect(checkout.read(".delivery-report/drift")).toBe("drift\n");
  expect(existsSync(path.join(checkout.root, ".delivery"))).toBe(false);

  expect(checkout.apply(checkout.planned())).toMatchObject({ status: 0 });
  const same = checkout.plan(["--drift", "--report", report]);
  expect(same).toMatchObject({ status: 0, stdout: expect.stringContaining("\nno drift: ") });
  expect(checkout.read(".delivery-report/drift")).toBe("none\n");
  expect(checkout.bundles).toHaveLength(1);
});
