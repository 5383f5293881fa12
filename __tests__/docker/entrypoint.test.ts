import path from "node:path";
import { nodeClients } from "../support/node-clients";
import { baseImage, buildClientImage, removeImages } from "./support/client-image";
import { docker, tryDocker } from "./support/docker";
import { NodeFolders } from "./support/node-folders";

const { execution } = nodeClients({ ETHNODE_CLIENT: "parity", ETHNODE_CHAIN: "dev" });

describe("the entrypoint with a stand-in at the place of OpenEthereum's program; the real program was not run", () => {
  const base = `ethereum-node-test-parity-base:${process.pid}`;
  let image: string;
  let folders: NodeFolders;

  beforeAll(() => {
    const { program } = execution.profile;
    const standIn = `mkdir -p ${path.dirname(program)} && printf '#!/bin/sh\\nprintf "%%s\\\\n" "$@"\\n' >${program} && chmod 755 ${program}`;
    const asRoot = ["--network=none", "--user=0:0", "--entrypoint=/bin/sh"];
    const container = docker("create", ...asRoot, baseImage(), "-c", standIn);
    docker("start", "--attach", container);
    docker("commit", container, base);
    docker("rm", container);
    image = buildClientImage(execution.profile, base);
    folders = new NodeFolders();
  });
  afterAll(() => {
    folders.remove(image);
    removeImages(image, base);
  });

  function argumentsOfProgram(command: readonly string[], environment: Record<string, string> = {}): string[] {
    const flags = ["--rm", "--network=none", ...folders.runFlags("parity", environment)];
    const { exitCode, stderr, stdout } = tryDocker(
      "run",
      ...flags,
      "--volume",
      `${folders.data}:/data`,
      image,
      ...command,
    );
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    return stdout.trimEnd().split("\n");
  }

  test("puts address and host names, each with the port, into the task's command", () => {
    folders.writeRpcHosts("node-0.example.org\nrpc.example.org\n");
    const given = argumentsOfProgram(execution.command);
    expect(given).toHaveLength(execution.command.length);
    expect(given).toEqual(
      expect.arrayContaining([
        "--nat=extip:203.0.113.7",
        "--jsonrpc-hosts=localhost:8545,node-0.example.org:8545,rpc.example.org:8545",
        "--ws-hosts=localhost:8546,node-0.example.org:8546,rpc.example.org:8546",
      ]),
    );
    expect(given.join(" ")).not.toContain("{{");
  });

  test("leaves every other argument as it is", () => {
    const odd = ["two words", "$HOME", "*", "'", '"', "\\n", "", "--a={b}", "&"];
    expect(argumentsOfProgram([...odd, "--last"])).toEqual([...odd, "--last"]);
  });

  describe("a checkpoint URL", () => {
    const environment = { CHECKPOINT_URLS_FILE: "/run/ethereum-node/checkpoint-urls" };
    const command = ["--first", "--checkpoint={{checkpoint-url}}", "--last"];

    test("is another at each start, since one that answers may still not deliver", () => {
      folders.writeCheckpointUrls("https://one.example\nhttps://two.example/path\n");
      const urls = [1, 2, 3].map(() => argumentsOfProgram(command, environment)[1]);
      expect(new Set(urls)).toEqual(
        new Set(["--checkpoint=https://one.example", "--checkpoint=https://two.example/path"]),
      );
      expect(urls[2]).toBe(urls[0]);
    });

    test("takes its argument along where there is none", () => {
      folders.removeCheckpointUrls();
      expect(argumentsOfProgram(command, environment)).toEqual(["--first", "--last"]);
    });

    test("is used in a run before the first start where the client wants that, and once", () => {
      folders.writeCheckpointUrls("https://one.example\n");
      const first = { ...environment, CHECKPOINT_SYNC_COMMAND: "sync\n--url={{checkpoint-url}}" };
      expect(argumentsOfProgram(["--start"], first)).toEqual(["sync", "--url=https://one.example", "--start"]);
      expect(argumentsOfProgram(["--start"], first)).toEqual(["--start"]);
    });
  });
});
