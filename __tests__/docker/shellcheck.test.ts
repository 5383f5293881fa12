import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import path from "node:path";
import { missingPackages } from "../../lab/machine/debian-packages";
import { isCi } from "../support/not-run";

const DOCKER_FOLDER = path.resolve(__dirname, "../../docker");

const missing = isCi ? [] : missingPackages(["shellcheck"]);

(missing.length === 0 ? test : test.skip)(
  `every script of docker/ is POSIX sh without shellcheck findings${missing.map((name) => ` (${name} is missing)`).join("")}`,
  () => {
    const scripts = readdirSync(DOCKER_FOLDER, { recursive: true, encoding: "utf8" }).filter((file) =>
      file.endsWith(".sh"),
    );
    expect(scripts).toHaveLength(2);
    const { status, stdout } = spawnSync("shellcheck", ["-x", ...scripts], { cwd: DOCKER_FOLDER, encoding: "utf8" });
    expect({ status, stdout }).toEqual({ status: 0, stdout: "" });
  },
);
