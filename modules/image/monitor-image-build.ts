import { chmodSync, copyFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Architecture } from "../clients/client-profile";
import { BaseImage } from "./base-image";
import { DOCKER_DIRECTORY } from "./client-image-build";
import { filesBelow } from "./files-below";
import { type ImageBuild, imageBuild } from "./image-build";
import { monitorProgram } from "./monitor-program";
import { stagingFolder } from "./staging-folder";

const DOCKERFILE = path.resolve(__dirname, "../../monitor/Dockerfile");
/** Node, on which the monitor runs. */
export const NODE_IMAGE = new BaseImage("node", "22.22.3-alpine3.22");
/** Where that image has Node, and the monitor's own the monitor. */
export const NODE_PROGRAM = "/usr/local/bin/node";
export const MONITOR_PROGRAM = "/opt/ethereum-node/monitor.js";

/** How the monitor's image is built. */
export function monitorImageBuild(architecture: Architecture): ImageBuild {
  return imageBuild({
    context: stageMonitor(),
    buildArgs: { BASE_IMAGE: NODE_IMAGE.reference },
    architecture,
    baseImages: [NODE_IMAGE],
  });
}

/** Build context of the monitor's image, readable by all whatever the checkout's umask. */
export function stageMonitor(): string {
  const directory = stagingFolder("monitor-context-");
  const users = ["passwd", "group"].map((file) => path.join(DOCKER_DIRECTORY, file));
  for (const file of [DOCKERFILE, ...users]) {
    copyFileSync(file, path.join(directory, path.basename(file)));
  }
  writeFileSync(path.join(directory, path.basename(MONITOR_PROGRAM)), monitorProgram());
  for (const file of filesBelow(directory)) {
    chmodSync(path.join(directory, file), 0o644);
  }
  return directory;
}
