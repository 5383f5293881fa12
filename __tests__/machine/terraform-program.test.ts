import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { StateDir } from "../../machine/state-dir";
import { terraformAtHand } from "../../machine/terraform-program";
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

test.each(["docs/lab.md", "bin/preflight"])("%s asks for the version that the stacks demand", (file) => {
  const text = readFileSync(path.resolve(__dirname, "../..", file), "utf8");
  const versions = [...text.matchAll(/(?:OpenTofu|tofu) >= ([0-9.]*[0-9])/g)].map(([, version]) => version);
  expect(versions).toEqual([MINIMUM_TERRAFORM]);
});
