import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { applyLabLayer } from "../../lab/terraform/lab-layer";
import { Terraform } from "../../lab/terraform/terraform";
import { bundleMonitor } from "../../monitor/bundle";
import { LabUnderTest } from "../support/lab-under-test";
import { buildApp, newApp, type PackedLibrary, packLibrary } from "../support/packed-library";
import { startLocalAws } from "../support/start-local-aws";

/** The library as a user has it: packed, installed in an app of its own, and applied to a local AWS in which no node runs. */
const MAXIMUM_BYTES = 250_000;
const lab = new LabUnderTest();
let library: PackedLibrary;
let app: string;

beforeAll(async () => {
  library = packLibrary();
  app = newApp(library);
  await startLocalAws(lab);
});
afterAll(() => {
  lab.lab("down");
  rmSync(app, { recursive: true, force: true });
  rmSync(path.dirname(library.file), { recursive: true, force: true });
});

test("the package holds what a library needs and nothing else, in at most 250 KB", () => {
  const allowed =
    /^(package\.json|README\.md|CHANGELOG\.md|UPGRADE\.md|LICENSE|dist\/(docker\/|modules\/node\/boot\/|monitor\/(Dockerfile|monitor\.js|node-flags\.(js|d\.ts))$|(library|modules|stacks)\/[\w/-]+\.(js|d\.ts|json)$))/;
  expect(library.files.filter((file) => !allowed.test(file))).toEqual([]);
  expect(library.files).toEqual(expect.arrayContaining(["README.md", "CHANGELOG.md", "UPGRADE.md", "LICENSE"]));
  expect(library.size).toBeLessThanOrEqual(MAXIMUM_BYTES);
});

test("every file of the package is what the library loads, declares or reads", () => {
  const script = 'require("cdktf-ethereum-fleet"); console.log(JSON.stringify(Object.keys(require.cache)))';
  const loaded: string[] = JSON.parse(execFileSync("node", ["--eval", script], { cwd: app, encoding: "utf8" }));
  const dist = path.join(app, "node_modules", "cdktf-ethereum-fleet", "dist");
  const own = new Set(loaded.filter((file) => file.startsWith(dist)).map((file) => path.relative(dist, file)));
  const code = library.files.filter((file) => /^dist\/(library|modules|stacks)\/.*\.js$/.test(file));
  // Of types alone the compiler writes an empty file.
  const idle = code.filter(
    (file) => !own.has(file.slice("dist/".length)) && readFileSync(path.join(dist, "..", file), "utf8").length > 100,
  );
  expect(idle).toEqual([]);
});

test("a fleet that builds its images has the monitor's program, in an app that has no bundler", () => {
  const script = `
    const { App, TerraformStack } = require("cdktf");
    const { AwsProvider } = require("@cdktf/provider-aws/lib/provider");
    const { DockerProvider } = require("@cdktf/provider-docker/lib/provider");
    const { EthereumFleet } = require("cdktf-ethereum-fleet");
    const app = new App({ outdir: "built" });
    const stack = new TerraformStack(app, "chain");
    new AwsProvider(stack, "aws", { region: "eu-central-1" });
    new DockerProvider(stack, "docker");
    const props = { name: "chain", region: "eu-central-1", client: "geth", chain: "dev", dnsName: "example.org" };
    new EthereumFleet(stack, "fleet", props);
    app.synth();`;
  const { status, stderr } = spawnSync("node", ["--eval", script], { cwd: app, encoding: "utf8" });
  expect({ status, stderr }).toMatchObject({ status: 0 });
  expect(existsSync(path.join(app, "node_modules", "esbuild"))).toBe(false);
  const built = path.join(app, "built");
  const [program = ""] = readdirSync(built, { recursive: true, encoding: "utf8" }).filter((file) =>
    file.endsWith("/monitor.js"),
  );
  expect(readFileSync(path.join(built, program), "utf8")).toBe(bundleMonitor());
});

test("an import says nothing, listens to nothing, and changes nothing", () => {
  const script = `
    // What the peers themselves do is not the library's.
    require("cdktf");
    require("zod");
    const state = () =>
      JSON.stringify([process.env, process.cwd(), process.eventNames(), process.getActiveResourcesInfo(), Object.keys(globalThis)]);
    const before = state();
    require("cdktf-ethereum-fleet");
    process.exitCode = state() === before ? 0 : 1;`;
  const { status, stdout, stderr } = spawnSync("node", ["--eval", script], { cwd: app, encoding: "utf8" });
  expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: "", stderr: "" });
});

describe("the example", () => {
  let network: Terraform;
  let stack: Terraform;

  test("has at most 25 lines, type-checks, synthesizes and validates", async () => {
    const source = readFileSync(path.join(app, "main.ts"), "utf8");
    expect(source.trimEnd().split("\n").length).toBeLessThanOrEqual(25);
    const out = buildApp(app);
    applyLabLayer(out, lab.state, lab.session);
    const folderOf = (id: string) => path.join(out, "stacks", id);
    network = new Terraform(lab.state, lab.session, folderOf("network"));
    stack = new Terraform(lab.state, lab.session, folderOf("chain"));
    for (const each of [network, stack]) {
      await each.init();
      const { stdout } = await each.run(["validate", "-json"]);
      expect(JSON.parse(stdout)).toMatchObject({ valid: true, error_count: 0 });
    }
  });

  /** How a plan of the synthesized example ends, with the provider changed. */
  async function planWith(change: (provider: Record<string, unknown>) => void): Promise<string> {
    const file = path.join(stack.folder, "cdk.tf.json");
    const synthesized = readFileSync(file, "utf8");
    const changed = JSON.parse(synthesized);
    change(changed.provider.aws[0]);
    writeFileSync(file, JSON.stringify(changed, undefined, 2));
    const { exitCode, stderr } = await stack.try(["plan", "-input=false", "-no-color"]);
    writeFileSync(file, synthesized);
    return `${exitCode} ${stderr.replace(/[│╷╵]/g, " ").replace(/\s+/g, " ")}`;
  }

  test("makes its network first", async () => {
    expect(await network.apply()).toBe(true);
  });

  test("is refused with a provider that does not tag the chain volumes, or works in another region", async () => {
    expect(
      await planWith((provider) => {
        delete provider.default_tags;
      }),
    ).toMatch(
      /^1 .*must have Project = "my-chain" among its default_tags: by it the chain volume of node-0 is known and kept; got ""\./,
    );
    expect(
      await planWith((provider) => {
        provider.region = "eu-west-1";
      }),
    ).toMatch(/^1 .*(must work in eu-central-1, as region says; got eu-west-1\.|no matching subnet found)/);
  });

  test("is two nodes in a VPC of their own after one apply more, and the next plan changes nothing", async () => {
    expect(await stack.apply()).toBe(true);
    const volumes = lab.chainVolumes();
    expect(Object.keys(volumes).sort()).toEqual(["my-chain-node-0-chain", "my-chain-node-1-chain"]);
    expect(
      Object.values(volumes)
        .map(({ AvailabilityZone }) => AvailabilityZone)
        .sort(),
    ).toEqual(["eu-central-1a", "eu-central-1b"]);
    const { exitCode, stdout } = await stack.try(["plan", "-detailed-exitcode", "-input=false", "-no-color"]);
    expect({ exitCode, stdout }).toMatchObject({ exitCode: 0 });
  });
});
