import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import path from "node:path";

const DOCKER_FOLDER = path.resolve(__dirname, "../../docker");

test("every script of docker/ is POSIX sh without shellcheck findings", () => {
  if (spawnSync("shellcheck", ["--version"]).error) {
    if (process.env.CI) throw new Error("shellcheck must be installed in CI");
    console.warn("SKIPPED: shellcheck is not installed, so the scripts of docker/ were not checked");
    return;
  }
  const scripts = readdirSync(DOCKER_FOLDER, { recursive: true, encoding: "utf8" }).filter((file) =>
    file.endsWith(".sh"),
  );
  expect(scripts).toHaveLength(2);
  const { status, stdout } = spawnSync("shellcheck", ["-x", ...scripts], { cwd: DOCKER_FOLDER, encoding: "utf8" });
  expect({ status, stdout }).toEqual({ status: 0, stdout: "" });
});
