import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { BOOT_DIRECTORY } from "./support/boot-host";

const FILES = readdirSync(BOOT_DIRECTORY);

function filesEndingIn(suffix: string): string[] {
  return FILES.filter((file) => file.endsWith(suffix));
}

describe("boot files", () => {
  test("are clean for shellcheck", () => {
    const scripts = filesEndingIn(".sh").map((file) => path.join(BOOT_DIRECTORY, file));
    const { stdout, status } = spawnSync("shellcheck", ["--external-sources", ...scripts], { encoding: "utf8" });
    expect({ stdout, status }).toEqual({ stdout: "", status: 0 });
  });

  test("are executable where a unit starts them, and each unit starts one that exists", () => {
    for (const unit of filesEndingIn(".service")) {
      const commands = readFileSync(path.join(BOOT_DIRECTORY, unit), "utf8").matchAll(/=\/opt\/ethereum-node\/(.+)$/gm);
      const scripts = [...commands].map(([, script]) => path.join(BOOT_DIRECTORY, script ?? ""));
      expect(scripts.map((script) => statSync(script).mode & 0o111)).toEqual([0o111]);
    }
  });

  test("leave most of the 16 KB of user data free", () => {
    const all = FILES.map((file) => readFileSync(path.join(BOOT_DIRECTORY, file), "utf8")).join("\n");
    expect(gzipSync(all).length).toBeLessThan(8 * 1024);
  });

  test("are valid to systemd, together with ecs.service and docker.service and without an ordering cycle", () => {
    const root = mkdtempSync(path.join(tmpdir(), "boot-units-"));
    const units = path.join(root, "etc/systemd/system");
    mkdirSync(path.join(units, "ecs.service.d"), { recursive: true });
    // The orderings are those of the units in the ECS-optimised image.
    const foreign = "[Service]\nType=simple\nExecStart=/usr/bin/true\n";
    writeFileSync(path.join(units, "cloud-final.service"), `[Unit]\nAfter=network-online.target\n${foreign}`);
    writeFileSync(path.join(units, "docker.service"), `[Unit]\nAfter=network-online.target\n${foreign}`);
    writeFileSync(
      path.join(units, "ecs.service"),
      `[Unit]\nWants=docker.service\nPartOf=docker.service\nAfter=docker.service cloud-final.service\n${foreign}`,
    );
    cpSync("/lib/systemd/system", path.join(root, "usr/lib/systemd/system"), { recursive: true });
    mkdirSync(path.join(root, "usr/bin"), { recursive: true });
    for (const program of ["true", "mountpoint"]) {
      writeFileSync(path.join(root, "usr/bin", program), "", { mode: 0o755 });
    }
    cpSync(BOOT_DIRECTORY, path.join(root, "opt/ethereum-node"), { recursive: true });
    for (const unit of filesEndingIn(".service")) {
      cpSync(path.join(BOOT_DIRECTORY, unit), path.join(units, unit));
    }
    cpSync(
      path.join(BOOT_DIRECTORY, "ecs-after-chain-disk.conf"),
      path.join(units, "ecs.service.d/ecs-after-chain-disk.conf"),
    );
    const names = ["ecs.service", ...filesEndingIn(".service")];
    const { stderr } = spawnSync("systemd-analyze", ["verify", `--root=${root}`, ...names], { encoding: "utf8" });
    rmSync(root, { recursive: true });
    expect(stderr.split("\n").filter((line) => /ethereum|ecs|chain|client|dns|stop-|cycle/.test(line))).toEqual([]);
  });
});
