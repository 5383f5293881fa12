import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { chooseVersion, ensureWheel, mirroredVersions, pinnedVersion } from "../../../lab/terraform/provider";
import { StateDir } from "../../../machine/state-dir";

test("chooses the pinned version where it is there", () => {
  expect(chooseVersion(["5.46.0", "6.25.0", "6.26.0"], "6.25.0")).toBe("6.25.0");
});

test("chooses the newest version below the pinned one, by number and not by letter", () => {
  expect(chooseVersion(["5.9.0", "5.46.0", "3.39.0", "6.26.0"], "6.25.0")).toBe("5.46.0");
});

test("chooses the oldest where all are newer than the pinned one", () => {
  expect(chooseVersion(["7.1.0", "6.30.0"], "6.25.0")).toBe("6.30.0");
});

test("chooses none from an empty mirror", () => {
  expect(chooseVersion([], "6.25.0")).toBeUndefined();
});

test("knows which version the constructs were generated for", () => {
  expect(pinnedVersion()).toBe("6.25.0");
});

test("finds packed and unpacked providers of this platform and of this registry only in a mirror", () => {
  const mirror = mkdtempSync(path.join(tmpdir(), "ethnode-mirror-"));
  try {
    const folder = path.join(mirror, "registry.example", "hashicorp", "aws");
    mkdirSync(path.join(folder, "5.46.0", "linux_amd64"), { recursive: true });
    mkdirSync(path.join(folder, "5.47.0", "darwin_arm64"), { recursive: true });
    mkdirSync(path.join(mirror, "other.example", "hashicorp", "aws", "5.48.0", "linux_amd64"), { recursive: true });
    writeFileSync(path.join(folder, "terraform-provider-aws_6.25.0_linux_amd64.zip"), "");
    writeFileSync(path.join(folder, "terraform-provider-aws_6.26.0_darwin_arm64.zip"), "");
    expect(mirroredVersions(mirror, "registry.example", "linux_amd64").sort()).toEqual(["5.46.0", "6.25.0"]);
  } finally {
    rmSync(mirror, { recursive: true });
  }
});

test("finds nothing in a mirror that does not exist", () => {
  expect(mirroredVersions("/nowhere", "registry.example", "linux_amd64")).toEqual([]);
});

// The wheel is of this platform only.
const testOfWheel = process.platform === "linux" && process.arch === "x64" ? test : test.skip;
testOfWheel("refuses a provider in the cache that is not the one of the wheel", async () => {
  const state = new StateDir(mkdtempSync(path.join(tmpdir(), "ethnode-wheel-")));
  const folder = path.join(state.cache, "provider-mirror");
  const provider = path.join(folder, "3.39.0", "linux_amd64", "terraform-provider-aws_v3.39.0_x5");
  mkdirSync(path.dirname(provider), { recursive: true });
  writeFileSync(provider, "another");
  await expect(ensureWheel(state, folder)).rejects.toThrow(
    /^\S+_x5 must have the SHA-256 sum [0-9a-f]{64}; got [0-9a-f]{64}: remove it, so that it is made anew$/,
  );
  rmSync(state.root, { recursive: true });
});
