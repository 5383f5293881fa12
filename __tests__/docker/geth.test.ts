import { statSync } from "node:fs";
import { request } from "node:http";
import path from "node:path";
import { text } from "node:stream/consumers";
import { callRpc } from "../../lab/client/node-probe";
import { everyChoice } from "../../stacks/settings/every-choice";
import { CLIENT_ID } from "../support/client-user";
import { eventually } from "../support/eventually";
import { nodeClients } from "../support/node-clients";
import { baseImage, buildClientImage, removeImages } from "./support/client-image";
import { docker, tryDocker } from "./support/docker";
import { NodeFolders } from "./support/node-folders";

const CONTAINER = `ethereum-node-test-geth-${process.pid}`;

const { execution } = nodeClients({
  ETHNODE_CLIENT: "geth",
  ETHNODE_CHAIN: "dev",
  ETHNODE_RPC_HOSTS: "balancer.example.net,192.0.2.7",
  ETHNODE_RPC_CORS_ORIGINS: "https://app.example.net",
  ETHNODE_EXTRA_ARGUMENTS: "--cache 64 --identity=audited",
});

let image: string;
let folders: NodeFolders;

beforeAll(async () => {
  image = buildClientImage(execution.profile, baseImage());
  folders = new NodeFolders();
  folders.writeRpcHosts("node-0.example.org\nrpc.example.org\n");
  const flags = [...folders.runFlags("geth"), "--volume", `${folders.data}:/data`, "--publish=127.0.0.1::8545"];
  docker("run", "--detach", `--name=${CONTAINER}`, ...flags, image, ...execution.command);
  await block(1);
});

afterAll(() => {
  tryDocker("rm", "--force", CONTAINER);
  folders.remove(image);
  removeImages(image);
});

const url = () => `http://${docker("port", CONTAINER, "8545/tcp")}`;
const blockNumber = async () => Number(await callRpc(url(), "eth_blockNumber"));

interface Answer {
  readonly status: number | undefined;
  readonly body: string;
  readonly allowedOrigin: string | undefined;
}

/** The answer to a request with this Host header, which fetch would not let be set. */
function answerTo(host: string, origin = "https://app.example.net"): Promise<Answer> {
  const headers = { host, origin, "content-type": "application/json" };
  return new Promise((resolve, reject) => {
    request(url(), { method: "POST", headers }, (response) => {
      const allowedOrigin = response.headers["access-control-allow-origin"];
      text(response).then((body) => resolve({ status: response.statusCode, body, allowedOrigin }), reject);
    })
      .on("error", reject)
      .end(JSON.stringify({ jsonrpc: "2.0", id: 1, method: "eth_blockNumber", params: [] }));
  });
}

/** Waits until the block of this number is there, and so the client past its start. */
async function block(number: number): Promise<void> {
  const there = async () => ((await blockNumber().catch(() => 0)) >= number ? true : undefined);
  await eventually(`block ${number}`, 60, there).catch((error) => {
    throw new Error(`${error.message}; the container's log: ${logs().slice(-2000)}`);
  });
}

function logs(): string {
  const { stdout, stderr } = tryDocker("logs", CONTAINER);
  return stdout + stderr;
}

/** The block with which the client began after its newest start. */
function loadedBlock(): number {
  return Number([...logs().matchAll(/Loaded most recent local block +number=(\d+)/g)].at(-1)?.[1]);
}

test("geth makes blocks behind the entrypoint", async () => {
  await block((await blockNumber()) + 2);
});

test("geth is process 1 and runs as a user who is nobody on the host", () => {
  const status = docker("exec", CONTAINER, "/bin/sh", "-c", "cat /proc/1/status");
  expect(status).toMatch(/^Name:\tgeth$/m);
  for (const id of ["Uid", "Gid"]) {
    expect(status).toContain(`\n${id}:${`\t${CLIENT_ID}`.repeat(4)}\n`);
  }
});

test("geth has no capability, cannot get any, and runs in the limits of its task", () => {
  const status = docker("exec", CONTAINER, "/bin/sh", "-c", "cat /proc/1/status");
  for (const set of ["CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb"]) {
    expect(status).toMatch(new RegExp(`^${set}:\\t0{16}$`, "m"));
  }
  expect(status).toMatch(/^NoNewPrivs:\t1$/m);
});

test("geth writes to its data directory and nowhere else: not to the entrypoint, the image, the facts or the user's account", () => {
  const write = (file: string) => tryDocker("exec", CONTAINER, "/bin/sh", "-c", `echo "# edit" >>${file}`).exitCode;
  const files = [
    "/opt/ethereum-node/entrypoint.sh",
    "/opt/ethereum-node/checks.sh",
    "/etc/passwd",
    "/run/ethereum-node/p2p-address",
  ];
  expect(
    [...files, "/new", "/tmp/new", "/root/new", "/data/geth/new"].map((file) => [file, write(file) === 0]),
  ).toEqual([
    ...files.map((file) => [file, false]),
    ["/new", false],
    ["/tmp/new", false],
    ["/root/new", false],
    ["/data/geth/new", true],
  ]);
});

test("nor does root in its container: no capability, and a root that is read-only", () => {
  const asRoot = ["exec", "--user=0:0", CONTAINER, "/bin/sh", "-c", "echo '# edit' >>/opt/ethereum-node/entrypoint.sh"];
  expect(tryDocker(...asRoot)).toMatchObject({ exitCode: 1, stderr: expect.stringContaining("Read-only file system") });
});

test("the missing data directory was made for the client's user", () => {
  const { uid, gid } = statSync(path.join(folders.data, "geth"));
  expect({ uid, gid }).toEqual({ uid: CLIENT_ID, gid: CLIENT_ID });
});

test.each([
  "node-0.example.org:8545",
  "node-0.example.org",
  "rpc.example.org:8545",
  "localhost:8545",
  "balancer.example.net",
  "balancer.example.net:9545",
  "192.0.2.7",
])("geth answers to %s", async (host) => {
  expect(await answerTo(host)).toMatchObject({ status: 200, body: expect.stringContaining('"result":"0x') });
});

test.each(["node-1.example.org:8545", "example.org", "node-0.example.org.evil.org"])(
  "geth refuses to answer to %s",
  async (host) => {
    expect(await answerTo(host)).toMatchObject({ status: 403, body: "invalid host specified\n" });
  },
);

test("geth lets a browser read its answer on a page of the user's origin, and on no other", async () => {
  const allowed = async (origin: string) => (await answerTo("localhost:8545", origin)).allowedOrigin;
  expect(await allowed("https://app.example.net")).toBe("https://app.example.net");
  expect(await allowed("https://evil.example.net")).toBeUndefined();
  expect(await allowed("https://app.example.net:8443")).toBeUndefined();
});

test("geth takes the user's arguments", async () => {
  expect(await callRpc(url(), "web3_clientVersion")).toMatch(/^Geth\/audited\//);
});

test("geth announces the address of the file", () => {
  const enode = docker("exec", CONTAINER, "geth", "--datadir=/data/geth", "attach", "--exec", "admin.nodeInfo.enode");
  expect(enode).toMatch(/^"enode:\/\/[0-9a-f]{128}@203\.0\.113\.7:/);
});

test("a stop ends geth cleanly and keeps the newest block, a kill loses it", async () => {
  const beforeStop = await blockNumber();
  const begun = Date.now();
  docker("stop", "--time=60", CONTAINER);
  expect(Date.now() - begun).toBeLessThan(15_000);
  expect(docker("inspect", "--format={{.State.ExitCode}}", CONTAINER)).toBe("0");
  expect(logs()).toContain("Blockchain stopped");

  docker("start", CONTAINER);
  await block(beforeStop + 3);
  expect(loadedBlock()).toBeGreaterThanOrEqual(beforeStop);

  const beforeKill = await blockNumber();
  docker("kill", CONTAINER);
  docker("start", CONTAINER);
  await block(1);
  expect(loadedBlock()).toBeLessThan(beforeKill);
});

// The consensus client beside it and the architecture change nothing of it.
const choices = everyChoice().filter(
  (choice) =>
    choice.ETHNODE_CLIENT === "geth" &&
    choice.ETHNODE_CONSENSUS_CLIENT === "teku" &&
    choice.ETHNODE_ARCHITECTURE === "x86_64",
);

test.each(choices)("geth itself accepts its command line for $ETHNODE_CHAIN, $ETHNODE_NODE_TYPE", (choice) => {
  const { command } = nodeClients(choice).execution;
  const flags = ["--rm", "--network=none", ...folders.runFlags("geth"), "--tmpfs=/data:mode=1777"];
  const { exitCode, stdout } = tryDocker("run", ...flags, image, ...command, "dumpconfig");
  expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: expect.stringContaining("[Node.P2P]") });
});
