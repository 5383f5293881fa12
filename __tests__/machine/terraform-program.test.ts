import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { StateDir } from "../../machine/state-dir";
import { chosenTerraform, terraformAtHand } from "../../machine/terraform-program";
import { MINIMUM_TERRAFORM } from "../../stacks/minimum-terraform";

let state: StateDir;
const { PATH } = process.env;
beforeEach(() => {
  state = new StateDir(mkdtempSync(path.join(tmpdir(), "terraform-")));
  process.env.PATH = path.join(state.root, "path");
});
afterEach(() => {
  process.env.PATH = PATH;
  rmSync(state.root, { recursive: true });
});

function program(file: string, says: string): void {
  const place = path.resolve(state.root, file);
  mkdirSync(path.dirname(place), { recursive: true });
  writeFileSync(place, `#!/bin/sh\necho '${says}'\n`);
  chmodSync(place, 0o755);
}

test("takes terraform before tofu", () => {
  program("path/terraform", "Terraform v1.11.4");
  program("path/tofu", "OpenTofu v1.10.6");
  expect(terraformAtHand(state)).toEqual({ command: "terraform", name: "Terraform", version: "1.11.4" });
});

test("takes tofu where terraform is too old", () => {
  program("path/terraform", "Terraform v1.9.8");
  program("path/tofu", "OpenTofu v1.10.0");
  expect(terraformAtHand(state)).toEqual({ command: "tofu", name: "OpenTofu", version: "1.10.0" });
});

test("takes what the lab built where the PATH has neither", () => {
  program("cache/bin/tofu-1.10.6", "OpenTofu v1.10.6");
  const command = path.join(state.cache, "bin", "tofu-1.10.6");
  expect(terraformAtHand(state)).toEqual({ command, name: "OpenTofu", version: "1.10.6" });
});

test("finds none where all are too old or missing", () => {
  program("path/terraform", "Terraform v1.9.8");
  program("path/tofu", "OpenTofu v1.9.1");
  expect(terraformAtHand(state)).toBeUndefined();
});

describe("the program that TERRAFORM_BINARY_NAME names", () => {
  const chosen = (file: string) => chosenTerraform(state, { TERRAFORM_BINARY_NAME: path.resolve(state.root, file) });

  test("is taken before what is on the PATH", () => {
    program("path/terraform", "Terraform v1.11.4");
    program("opt/tofu-1.12", "OpenTofu v1.12.6");
    expect(chosen("opt/tofu-1.12")).toMatchObject({ name: "OpenTofu", version: "1.12.6" });
    expect(chosenTerraform(state, { TERRAFORM_BINARY_NAME: "" })).toMatchObject({ name: "Terraform" });
  });

  test("is refused where it is missing or too old", () => {
    program("opt/terraform", "Terraform v1.9.8");
    expect(() => chosen("opt/terraform")).toThrow(
      /^terraform or tofu >= .* must be on the PATH; got Terraform 1\.9\.8$/,
    );
    expect(() => chosen("opt/none")).toThrow(/must be on the PATH; got .*opt\/none$/);
  });

  test("is refused as a path from the folder that one is in", () => {
    program("path/tofu", "OpenTofu v1.12.6");
    expect(chosenTerraform(state, { TERRAFORM_BINARY_NAME: "tofu" })).toMatchObject({ command: "tofu" });
    const relative = path.relative(process.cwd(), path.join(state.root, "path/tofu"));
    expect(() => chosenTerraform(state, { TERRAFORM_BINARY_NAME: relative })).toThrow(
      `TERRAFORM_BINARY_NAME must be a program of the PATH or begin with /, as it is run in several folders; got ${relative}`,
    );
  });

  test.each([
    ["opt/opentofu", "OpenTofu v1.12.6"],
    ["opt/terraform", "OpenTofu v1.12.6"],
    ["opt/tofu", "Terraform v1.15.5"],
  ])("is refused where its name is that of the other, whose lock file the synth would take: %s is %s", (file, says) => {
    program(file, says);
    const command = path.join(state.root, file);
    expect(() => chosen(file)).toThrow(
      `TERRAFORM_BINARY_NAME must name OpenTofu by a file that begins with tofu, and Terraform by another, as the lock file of the providers goes by that name; got ${command}, which is ${says.replace("v", "")}`,
    );
  });
});

test.each(["docs/lab.md", "bin/preflight"])("%s asks for the version that the stacks demand", (file) => {
  const text = readFileSync(path.resolve(__dirname, "../..", file), "utf8");
  const versions = [...text.matchAll(/(?:OpenTofu|tofu) >= ([0-9.]*[0-9])/g)].map(([, version]) => version);
  expect(versions).toEqual([MINIMUM_TERRAFORM]);
});
