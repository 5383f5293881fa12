import { execFileSync } from "node:child_process";
import { chmodSync, cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { geth } from "../../modules/clients/execution/geth";
import { stageBuildContext } from "../../modules/image/stage-build-context";
import { BUILD_CONTEXT, baseImage, buildClientImage, removeImages, tryBuild } from "./support/client-image";
import { docker } from "./support/docker";

test("the image overrides user, entrypoint and command of its base", () => {
  const base = `ethereum-node-test-base:${process.pid}`;
  const container = docker("create", baseImage(), "sh");
  const baseConfig = ['ENTRYPOINT ["/bin/false"]', 'CMD ["of-the-base"]', "USER 7:7"].flatMap((line) => [
    "--change",
    line,
  ]);
  docker("commit", ...baseConfig, container, base);
  docker("rm", container);
  const image = buildClientImage(geth, base);
  try {
    const config = JSON.parse(docker("image", "inspect", "--format={{json .Config}}", image));
    expect(config).toMatchObject({
      User: "ethereum",
      Entrypoint: ["/opt/ethereum-node/busybox", "sh", "/opt/ethereum-node/entrypoint.sh"],
      Env: expect.arrayContaining(["PROGRAM=geth"]),
    });
    expect(config.Cmd ?? []).toEqual([]);
  } finally {
    removeImages(image, base);
  }
});

test("what the entrypoint needs is root's alone to change, and readable whatever the checkout's umask", () => {
  const checkout = mkdtempSync(path.join(tmpdir(), "checkout-"));
  cpSync(BUILD_CONTEXT, checkout, { recursive: true });
  execFileSync("chmod", ["--recursive", "u=rwX,go=", checkout]);
  const context = stageBuildContext(checkout);
  // As a synth under a strict umask copies it.
  chmodSync(path.join(context, "chain"), 0o700);
  const image = buildClientImage(geth, baseImage(), context);
  try {
    const script =
      "cd /opt/ethereum-node && stat -c '%u:%g %a %n' . * chain/* /etc/passwd /etc/group && cat *.sh chain/* >/dev/null";
    const listed = docker("run", "--rm", "--network=none", "--entrypoint=/bin/sh", image, "-c", script);
    expect(listed.split("\n").sort()).toEqual([
      "0:0 644 /etc/group",
      "0:0 644 /etc/passwd",
      "0:0 644 chain/README.md",
      "0:0 644 checks.sh",
      "0:0 644 entrypoint.sh",
      "0:0 644 validator.sh",
      "0:0 755 .",
      "0:0 755 busybox",
      "0:0 755 chain",
    ]);
  } finally {
    removeImages(image);
    rmSync(checkout, { recursive: true });
  }
});

test.each(["BASE_IMAGE", "SHELL_IMAGE"] as const)("the build fails without %s", (missing) => {
  const { [missing]: _, ...others } = { BASE_IMAGE: baseImage(), SHELL_IMAGE: baseImage(), PROGRAM: geth.program };
  const { exitCode, stderr } = tryBuild(others as Record<string, string>);
  expect(exitCode).not.toBe(0);
  expect(stderr).toMatch(new RegExp(`base name \\(\\$\\{?${missing}\\}?\\) should not be blank`));
});
