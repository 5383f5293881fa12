import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import path from "node:path";
import { testWithPackages } from "../support/test-with-packages";

const DOCKER_FOLDER = path.resolve(__dirname, "../../docker");

testWithPackages("every script of docker/ is POSIX sh without shellcheck findings", ["shellcheck"], () => {
  const scripts = readdirSync(DOCKER_FOLDER, { recursive: true, encoding: "utf8" }).filter((file) =>
    file.endsWith(".sh"),
  );
  expect(scripts).toHaveLength(3);
  const { status, stdout } = spawnSync("shellcheck", ["-x", ...scripts], { cwd: DOCKER_FOLDER, encoding: "utf8" });
  expect({ status, stdout }).toEqual({ status: 0, stdout: "" });
});
