import { existsSync } from "node:fs";
import path from "node:path";
import { BootHost } from "./support/boot-host";
import { describeOnHost } from "./support/describe-on-host";
import { DockerEngine } from "./support/docker-engine";

const IMAGE = "client:test";
const TASK_LABEL = "--label com.amazonaws.ecs.task-arn=arn:aws:ecs:eu-central-1:000000000000:task/1";

describeOnHost("stop-clients.sh", ["unshare", "dockerd"], () => {
  let host: BootHost;
  let docker: DockerEngine;

  beforeAll(async () => {
    host = new BootHost();
    await host.prepare();
    docker = await DockerEngine.start(path.join(host.directory, "docker"));
    await docker.importShell(IMAGE);
  });

  afterAll(async () => {
    await docker.stop();
    host.remove();
  });

  afterEach(() => docker.shell("docker ps --all --quiet | xargs --no-run-if-empty docker rm --force"));

  /** Starts a client that needs some seconds to close its database after SIGTERM. */
  async function startClient(name: string, options: string, closingSeconds: number): Promise<void> {
    const client = `trap "sleep ${closingSeconds}; : >/closed/${name}; exit 0" TERM; while :; do sleep 0.1; done`;
    const run = `docker run --detach --network none --name ${name} --volume ${host.directory}/closed:/closed ${options}`;
    await docker.shell(`mkdir -p ${host.directory}/closed && ${run} ${IMAGE} /bin/sh -c '${client}'`);
  }

  function stopClients(): ReturnType<BootHost["boot"]> {
    return host.boot("stop-clients.sh", docker.environment);
  }

  test("gives every client of an ECS task its time to close the database, all at once", async () => {
    host.settings.STOP_TIMEOUT_SECONDS = "20";
    await startClient("one", TASK_LABEL, 4);
    await startClient("two", TASK_LABEL, 4);
    const begun = Date.now();
    expect((await stopClients()).status).toBe(0);
    expect(Date.now() - begun).toBeLessThan(8_000);
    expect(await docker.shell("docker ps --quiet")).toBe("");
    expect(["one", "two"].map((name) => existsSync(path.join(host.directory, "closed", name)))).toEqual([true, true]);
  });

  test("ends a client that takes longer than the stop timeout", async () => {
    host.settings.STOP_TIMEOUT_SECONDS = "1";
    await startClient("slow", TASK_LABEL, 30);
    expect((await stopClients()).status).toBe(0);
    expect(await docker.shell("docker inspect --format '{{.State.ExitCode}}' slow")).toBe("137");
  });

  test("leaves containers that belong to no ECS task alone", async () => {
    await startClient("agent", "", 0);
    expect((await stopClients()).status).toBe(0);
    expect(await docker.shell("docker ps --format '{{.Names}}'")).toBe("agent");
  });
});
