import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const ROOT = path.resolve(__dirname, "..");
/** What a host or an image gets as it is in the checkout. */
const SENT_AWAY = [path.join("modules", "node", "boot"), "docker", "monitor"];

test("a checkout with core.autocrlf has no carriage return in what hosts and images get", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "line-ends-"));
  const git = (...args: string[]) =>
    execFileSync(
      "git",
      ["-C", folder, "-c", "core.autocrlf=true", "-c", "user.name=t", "-c", "user.email=t@t", ...args],
      {
        stdio: "pipe",
      },
    );
  try {
    git("init", "--quiet");
    for (const name of [".gitattributes", ...SENT_AWAY]) {
      cpSync(path.join(ROOT, name), path.join(folder, name), { recursive: true });
    }
    git("add", ".");
    git("commit", "--quiet", "--message", "all");
    git("rm", "--quiet", "-r", ...SENT_AWAY);
    git("checkout", "HEAD", "--", ".");
    const files = SENT_AWAY.flatMap((name) =>
      readdirSync(path.join(folder, name), { recursive: true, encoding: "utf8" }).map((file) => path.join(name, file)),
    ).filter((file) => statSync(path.join(folder, file)).isFile());
    expect(files.length).toBeGreaterThan(20);
    expect(files.filter((file) => readFileSync(path.join(folder, file), "utf8").includes("\r"))).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
