import { stopDockerEngine } from "../../machine/docker-engine";
import { engineOfRun } from "./engine-of-run";

// What bin/test started, it stops.
stopDockerEngine(engineOfRun)
  .then(() => engineOfRun.clear(true))
  .catch((error: Error) => {
    console.error(`test: ${error.message}`);
    process.exitCode = 1;
  });
