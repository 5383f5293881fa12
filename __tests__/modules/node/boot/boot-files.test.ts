import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { testWithPackages } from "../../../support/test-with-packages";
import { BOOT_DIRECTORY } from "./support/boot-host";

const FILES = readdirSync(BOOT_DIRECTORY);

function filesEndingIn(suffix: string): string[] {
  return FILES.filter((file) => file.endsWith(suffix));
}

/** The lines of a script that run outside every function which `within` or `patiently` calls. */
function unboundedLines(script: string): string[] {
  const bodies = new Map(
    [...script.matchAll(/^(\w+)\(\) \{\n(.*?)^\}$/gms)].map(([, name = "", body = ""]) => [name, body]),
  );
  const calls = (text: string, name: string) => new RegExp(`(^|[ (])${name}\\b`, "m").test(text);
  const bounded = new Set(
    [...bodies.keys()].filter((name) => new RegExp(`\\b(within|patiently) .* ${name}\\b`).test(script)),
  );
  // What they call is bounded with them; a set goes on over what is added meanwhile.
  for (const name of bounded) {
    for (const called of [...bodies.keys()].filter((other) => calls(bodies.get(name) ?? "", other))) {
      bounded.add(called);
    }
  }
  const rest = [...bounded].reduce((text, name) => text.replace(bodies.get(name) ?? "", ""), script);
  return rest.split("\n").filter((line) => !/^\s*#/.test(line));
}

describe("boot files", () => {
  testWithPackages("are clean for shellcheck at its strictest", ["shellcheck"], () => {
    const scripts = filesEndingIn(".sh").map((file) => path.join(BOOT_DIRECTORY, file));
    const { stdout, status } = spawnSync("shellcheck", ["--external-sources", ...scripts], { encoding: "utf8" });
    expect({ stdout, status }).toEqual({ stdout: "", status: 0 });
    const optional = spawnSync("shellcheck", ["--list-optional"], { encoding: "utf8" }).stdout;
    const enabled = readFileSync(path.join(BOOT_DIRECTORY, "../../../.shellcheckrc"), "utf8");
    const left = [...optional.matchAll(/^name: +(\S+)$/gm)]
      .map(([, name]) => name)
      .filter((name) => !enabled.includes(name ?? ""));
    // The reasons stand in .shellcheckrc.
    expect(left.sort()).toEqual([
      "check-extra-masked-returns",
      "check-set-e-suppressed",
      "check-unassigned-uppercase",
      "require-variable-braces",
    ]);
  });

  test("are scripts of at most 150 lines", () => {
    for (const file of [...filesEndingIn(".sh"), ...filesEndingIn(".py")]) {
      const lines = readFileSync(path.join(BOOT_DIRECTORY, file), "utf8").split("\n").length;
      expect({ file, short: lines <= 150 }).toEqual({ file, short: true });
    }
  });

  test("bound every command that may hang: on a silent disk, a dead daemon, or a service of AWS", () => {
    const mayHang =
      /(?:^|[ ("|!])(aws|blkid|chown|curl|dd|dnf|docker|fsck\.\w+|journalctl|mkdir|mkfs\.\w+|resize2fs|sync|systemctl|udevadm|umount|wipefs|xfs_growfs)(?= [^>])/;
    const isBounded =
      /\b(within|patiently|timeout) |\b(aws_cli|max-time|command -v|log|refuse|fail) |"\$\{curl\[@\]\}"/;
    const unbounded = filesEndingIn(".sh").flatMap((file) =>
      unboundedLines(readFileSync(path.join(BOOT_DIRECTORY, file), "utf8"))
        .filter((line) => mayHang.test(line) && !isBounded.test(line))
        .map((line) => `${file}: ${line.trim()}`),
    );
    expect(unbounded).toEqual([]);
  });

  test("are executable where a unit starts them, and each unit starts only what exists", () => {
    const started = filesEndingIn(".service").flatMap((unit) => {
      const commands = readFileSync(path.join(BOOT_DIRECTORY, unit), "utf8").matchAll(
        /=-?\/opt\/ethereum-node\/(\S+)/g,
      );
      return [...commands].map(([, script]) => path.join(BOOT_DIRECTORY, script ?? ""));
    });
    expect(started.length).toBeGreaterThan(12);
    expect(started.filter((script) => (statSync(script).mode & 0o111) !== 0o111)).toEqual([]);
  });

  testWithPackages(
    "are valid to systemd, together with ecs.service and docker.service and without an ordering cycle",
    ["systemd"],
    () => {
      const root = mkdtempSync(path.join(tmpdir(), "boot-units-"));
      const units = path.join(root, "etc/systemd/system");
      mkdirSync(units, { recursive: true });
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
      for (const program of ["true", "mountpoint", "systemctl", "tail"]) {
        writeFileSync(path.join(root, "usr/bin", program), "", { mode: 0o755 });
      }
      cpSync(BOOT_DIRECTORY, path.join(root, "opt/ethereum-node"), { recursive: true });
      const ours = [...filesEndingIn(".service"), ...filesEndingIn(".timer")];
      for (const unit of ours) {
        cpSync(path.join(BOOT_DIRECTORY, unit), path.join(units, unit));
      }
      for (const addition of filesEndingIn(".conf")) {
        const folder = path.join(units, `${addition.split("-")[0]}.service.d`);
        mkdirSync(folder);
        cpSync(path.join(BOOT_DIRECTORY, addition), path.join(folder, addition));
      }
      const names = ["ecs.service", "docker.service", ...ours.map((unit) => unit.replace("@.", "@audit."))];
      const { stderr } = spawnSync("systemd-analyze", ["verify", `--root=${root}`, ...names], { encoding: "utf8" });
      rmSync(root, { recursive: true });
      expect(
        stderr.split("\n").filter((line) => /ethereum|ecs|log|chain|client|dns|stop-|watch-|docker|cycle/.test(line)),
      ).toEqual([]);
    },
  );
});
