import { execFileSync } from "node:child_process";
import path from "node:path";
import { baseImage, buildClientImage, removeImages } from "./support/client-image";
import { docker, tryDocker } from "./support/docker";
import { NodeFolders } from "./support/node-folders";

const CONFIG_FILE = path.resolve(__dirname, "../../docker/clients/parity/config.toml");

/** What OpenEthereum 3.3.5 takes of the sections in use, measured with the real program; it exits 2 at any other key. */
const ACCEPTED_KEYS: Record<string, string[]> = {
  network: ["port", "nat", "min_peers", "max_peers"],
  footprint: ["pruning", "db_compaction", "cache_size"],
  rpc: ["port", "interface", "cors", "apis", "hosts"],
  websockets: ["port", "interface", "origins", "apis", "hosts"],
};
const SAFE_APIS = ["web3", "eth", "net", "rpc", "parity", "pubsub", "parity_pubsub"];

type Section = Record<string, string | number | string[]>;

function readConfig(): Record<string, Section> {
  const script = "import json, sys, tomllib; print(json.dumps(tomllib.load(open(sys.argv[1], 'rb'))))";
  return JSON.parse(execFileSync("python3", ["-c", script, CONFIG_FILE], { encoding: "utf8" }));
}

describe("config.toml against the keys measured with OpenEthereum 3.3.5; the real program was not run", () => {
  const config = readConfig();

  test("uses accepted sections and keys only", () => {
    for (const [section, keys] of Object.entries(config)) {
      expect([section, ACCEPTED_KEYS[section] ?? []]).toEqual([section, expect.arrayContaining(Object.keys(keys))]);
    }
  });

  test.each([
    ["rpc", 8545],
    ["websockets", 8546],
  ])("[%s] listens on %d for all interfaces of the container", (section, port) => {
    expect(config[section]).toMatchObject({ port, interface: "0.0.0.0" });
  });

  test.each(["rpc", "websockets"])("[%s] offers no API that changes the node, signs or reaches accounts", (section) => {
    expect(SAFE_APIS).toEqual(expect.arrayContaining(config[section]?.apis as string[]));
  });

  test("lets no web page in", () => {
    expect(config.rpc?.cors).toEqual(["none"]);
    expect(config.websockets?.origins).toEqual(["none"]);
  });

  test("names hosts, since none at all would allow every one on 0.0.0.0", () => {
    expect(config.rpc?.hosts).toEqual(["localhost:8545"]);
    expect(config.websockets?.hosts).toEqual(["localhost:8546"]);
  });
});

describe("the entrypoint with a stand-in at the place of OpenEthereum's program; the real program was not run", () => {
  const base = `ethereum-node-test-parity-base:${process.pid}`;
  let image: string;
  let folders: NodeFolders;

  beforeAll(() => {
    const program = "/home/openethereum/openethereum";
    const standIn = `mkdir -p ${path.dirname(program)} && printf '#!/bin/sh\\nprintf "%%s\\\\n" "$@"\\n' >${program} && chmod 755 ${program}`;
    const container = docker(
      "create",
      "--network=none",
      "--user=0:0",
      "--entrypoint=/bin/sh",
      baseImage(),
      "-c",
      standIn,
    );
    docker("start", "--attach", container);
    docker("commit", container, base);
    docker("rm", container);
    image = buildClientImage("parity", base);
    folders = new NodeFolders();
  }, 120_000);
  afterAll(() => {
    folders.remove(image);
    removeImages(image, base);
  });

  test("adds address and host names to the task's command and finds the configuration where the task says", () => {
    folders.writeRpcHosts("node-0.example.org\nrpc.example.org\n");
    const command = ["--config=/opt/ethereum-node/clients/parity/config.toml", "--base-path=/data/parity", "two words"];
    const flags = ["--rm", "--network=none", ...folders.runFlags("parity"), "--volume", `${folders.data}:/data`];
    const { exitCode, stdout } = tryDocker("run", ...flags, image, ...command);
    const added = [
      "--nat=extip:203.0.113.7",
      "--jsonrpc-hosts=localhost:8545,node-0.example.org:8545,rpc.example.org:8545",
      "--ws-hosts=localhost:8546,node-0.example.org:8546,rpc.example.org:8546",
    ];
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: `${[...added, ...command].join("\n")}\n` });
  });

  test("keeps the configuration readable for the client's user", () => {
    const file = "/opt/ethereum-node/clients/parity/config.toml";
    expect(docker("run", "--rm", "--network=none", "--entrypoint=/bin/sh", image, "-c", `cat ${file}`)).toContain(
      "[rpc]",
    );
  });
});
