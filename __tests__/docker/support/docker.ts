import { spawnSync } from "node:child_process";

export interface DockerResult {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the Docker command line and returns what it answered, whatever its exit code. */
export function tryDocker(...args: string[]): DockerResult {
  // Docker 20.10 without buildx has the classic builder only, so the image has to build there.
  const env = { ...process.env, DOCKER_BUILDKIT: "0" };
  const { status, stdout, stderr, error } = spawnSync("docker", args, { encoding: "utf8", env });
  if (error) throw new Error(`docker could not be run: ${error.message}`);
  return { exitCode: status, stdout, stderr };
}

/** Runs the Docker command line, throws when it fails, and returns its stdout without the last line break. */
export function docker(...args: string[]): string {
  const { exitCode, stdout, stderr } = tryDocker(...args);
  if (exitCode !== 0) throw new Error(`docker ${args.join(" ")} exited ${exitCode}: ${stderr}`);
  return stdout.trimEnd();
}

/** Address of this machine in a Docker network, told by a container in it. */
export function gateway(network: string, image: string): string {
  const script = ["--entrypoint=/bin/sh", image, "-c", "sleep 60"];
  const container = docker("run", "--detach", `--network=${network}`, ...script);
  const answer = docker("inspect", `--format={{(index .NetworkSettings.Networks "${network}").Gateway}}`, container);
  docker("rm", "--force", container);
  return answer;
}
