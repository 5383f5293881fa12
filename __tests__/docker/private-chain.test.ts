import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { stageBuildContext } from "../../modules/image/stage-build-context";
import { nodeClients } from "../support/node-clients";
import { BUILD_CONTEXT, baseImage, buildClientImage, removeImages } from "./support/client-image";
import { docker, gateway } from "./support/docker";
import type { ExecutionPayload } from "./support/engine-api";
import { PRIVATE_GENESIS } from "./support/private-genesis";
import { PrivateNode } from "./support/private-node";

const BLOCKS = 200;
describe("two geth nodes of a private chain, each behind the address that it announces", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "private-chain-"));
  const chainSpecFile = path.join(folder, "genesis.json");
  const network = `ethereum-node-test-${process.pid}`;
  const settings = { ETHNODE_CLIENT: "geth", ETHNODE_CHAIN: "private", ETHNODE_CHAIN_SPEC_FILE: chainSpecFile };
  const nodes: PrivateNode[] = [];
  let image: string;
  let first: PrivateNode;
  let second: PrivateNode;
  let head: ExecutionPayload;

  beforeAll(async () => {
    writeFileSync(chainSpecFile, JSON.stringify(PRIVATE_GENESIS));
    const { execution } = nodeClients(settings);
    image = buildClientImage(execution.profile, baseImage(), stageBuildContext(BUILD_CONTEXT, chainSpecFile));
    // An address of this machine for each node, since both want the same ports.
    docker("network", "create", network);
    const [one, other] = ["bridge", network].map((name) => gateway(name, baseImage())) as [string, string];
    first = new PrivateNode("one", image, one);
    second = new PrivateNode("two", image, other);
    nodes.push(first, second);
    first.start(execution);
    await first.untilAnswering();
  });

  afterAll(() => {
    for (const node of nodes) {
      node.remove();
    }
    docker("network", "rm", network);
    removeImages(image);
    rmSync(folder, { recursive: true });
  });

  async function build(count: number): Promise<void> {
    for (let made = 0; made < count; made++) {
      const parent = head?.blockHash ?? ((await first.blockHash(0)) as string);
      head = await first.engine().build(parent, Number(head?.timestamp ?? 0) + 1);
    }
  }

  async function expectSameChain(): Promise<void> {
    const numbers = Array.from({ length: Number(head.blockNumber) + 1 }, (_, number) => number);
    for (const number of numbers) {
      const [one, other] = await Promise.all([first.blockHash(number), second.blockHash(number)]);
      expect({ number, hash: other }).toEqual({ number, hash: one });
    }
    const balances = await Promise.all(
      [first, second].map((node) => node.rpc("eth_getBalance", `0x${"11".repeat(20)}`, "latest")),
    );
    expect(balances.map(Number)).toEqual([first, second].map(() => Number(head.blockNumber) * 1e9));
  }

  test("the first makes 200 blocks as the engine API tells it, whose port no other machine reaches", async () => {
    await build(BLOCKS);
    expect(Number(await first.rpc("eth_blockNumber"))).toBe(BLOCKS);
    expect(first.publishedPorts()).toEqual(["30303/tcp", "30303/udp"]);
  });

  test("its engine API takes no caller without the secret", async () => {
    await expect(first.engine("00".repeat(32)).follow(head)).rejects.toThrow("HTTP status 401");
  });

  // What the host logs; geth itself answers over a socket that is its own.
  test("its enode URL follows from its key as the host works it out", () => {
    const key = path.join(folder, "key");
    writeFileSync(key, first.nodeKey());
    const enode = path.join(__dirname, "../../modules/node/boot/enode.py");
    const address = gateway("bridge", baseImage());
    const found = execFileSync("python3", [enode, key, address, "30303"], { encoding: "utf8", timeout: 20_000 });
    expect(found).toBe(`${first.enode()}\n`);
  });

  test("the second finds it by a host name, at its announced address, and takes all blocks over P2P", async () => {
    const address = gateway("bridge", baseImage());
    const enode = first.enode();
    expect(enode).toContain(`@${address}:30303`);
    const byName = `${enode.replace(`@${address}:`, "@one.example.org:")}?discport=30303`;
    const { execution } = nodeClients({ ...settings, ETHNODE_BOOTNODES: byName });
    expect(execution.command).toContain(`--bootnodes=${byName}`);
    second.start(execution, `--add-host=one.example.org:${address}`);
    await second.untilAnswering();
    await second.untilFollowing(head);
    expect(Number(await second.rpc("net_peerCount"))).toBe(1);
    await expectSameChain();
  });

  test("one that is killed hard catches up with what it missed, and no block is lost", async () => {
    second.kill();
    await build(20);
    second.restart();
    await second.untilAnswering();
    await second.untilFollowing(head);
    expect(Number(await second.rpc("eth_blockNumber"))).toBe(BLOCKS + 20);
    await expectSameChain();
  });
});
