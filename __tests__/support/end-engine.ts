import { stopDockerEngine } from "../../machine/docker-engine";
import { engineOfRun } from "./engine-of-run";

// What bin/test started, it stops; where it must not, somebody should know.
stopDockerEngine(engineOfRun)
  .then((outcome) => {
    if (outcome.startsWith("left running")) {
      console.error(`test: Docker Engine ${outcome}`);
    }
    engineOfRun.clear(true);
  })
  .catch((error: Error) => {
    console.error(`test: ${error.message}`);
    process.exitCode = 1;
  });
