import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { diskContentValues } from "../../modules/clients/disk-content";
import { stageBuildContext } from "../../modules/image/stage-build-context";
import { BootHost } from "../modules/node/boot/support/boot-host";
import { describeOnHost } from "../modules/node/boot/support/describe-on-host";
import { shell } from "../modules/node/boot/support/run-command";
import { eventually } from "../support/eventually";
import { nodeClients } from "../support/node-clients";
import { BUILD_CONTEXT, baseImage, buildClientImage, removeImages } from "./support/client-image";
import { docker, gateway } from "./support/docker";
import { PRIVATE_GENESIS } from "./support/private-genesis";
import { PrivateNode } from "./support/private-node";

/** What a host does with the content of its disk. */
const STEPS = [
  "check-disk-paths.sh",
  "check-disk-content.sh",
  "prepare-client-directories.sh",
  "adopt-disk-content.sh",
  "make-jwt-secret.sh",
].join(" && ");
/** Two strangers of this chain find each other in a few seconds. */
const PATIENCE_SECONDS = 20;

describeOnHost("two geth nodes, one on a copy of the other's disk", ["unshare"], () => {
  const folder = mkdtempSync(path.join(tmpdir(), "network-identity-"));
  const chainSpecFile = path.join(folder, "genesis.json");
  // An address of this machine for each node, since both want the same ports.
  const networks = ["one", "other"].map((name) => `ethereum-node-test-identity-${name}-${process.pid}`);
  const settings = { ETHNODE_CLIENT: "geth", ETHNODE_CHAIN: "private", ETHNODE_CHAIN_SPEC_FILE: chainSpecFile };
  const nodes: PrivateNode[] = [];
  const account = "geth/keystore/UTC--2026--account";
  let image: string;
  let first: PrivateNode;
  let copy: PrivateNode;

  beforeAll(async () => {
    writeFileSync(chainSpecFile, JSON.stringify(PRIVATE_GENESIS));
    const { execution } = nodeClients(settings);
    image = buildClientImage(execution.profile, baseImage(), stageBuildContext(BUILD_CONTEXT, chainSpecFile));
    for (const network of networks) {
      docker("network", "create", network);
    }
    const [one, other] = networks.map((name) => gateway(name, baseImage())) as [string, string];
    first = new PrivateNode("original", image, one);
    copy = new PrivateNode("copy", image, other);
    nodes.push(first, copy);
    first.start(execution);
    await first.untilAnswering();
    const genesis = (await first.blockHash(0)) as string;
    await first.engine().build(genesis, 1);
    first.stop();
    await shell(`mkdir -p ${path.dirname(`${first.disk}/${account}`)}; echo account >${first.disk}/${account}`);
    copy.copyDiskFrom(first);
    first.start(execution);
    await first.untilAnswering();
  });

  afterAll(() => {
    for (const node of nodes) {
      node.remove();
    }
    docker("network", "rm", ...networks);
    removeImages(image);
    rmSync(folder, { recursive: true });
  });

  /** Starts the copy, which knows the first by its enode. */
  async function startCopy(): Promise<void> {
    copy.start(nodeClients({ ...settings, ETHNODE_BOOTNODES: first.enode() }).execution);
    await copy.untilAnswering();
  }

  const identityOf = (node: PrivateNode) => node.enode().split("@")[0];
  const peersOf = async (node: PrivateNode) => Number(await node.rpc("net_peerCount"));

  test("are one node to their peers, and never find each other", async () => {
    await startCopy();
    expect(identityOf(copy)).toBe(identityOf(first));
    await sleep(PATIENCE_SECONDS * 1000);
    expect([await peersOf(first), await peersOf(copy)]).toEqual([0, 0]);
    copy.stop();
  });

  test("are two once the copy's host has booted: they peer, and blocks and accounts are still there", async () => {
    const host = new BootHost();
    await host.prepare();
    mkdirSync(path.join(host.directory, "run/ethereum-node-host"));
    writeFileSync(path.join(host.directory, "run/ethereum-node-host/volume"), "VOLUME_SEED='snap-0a'\n");
    const values = diskContentValues(nodeClients(settings));
    Object.assign(host.settings, values, { VOLUME_ID: "vol-0b", MOUNT_POINT: copy.disk });
    const { status, stderr } = await host.boot(STEPS);
    host.remove();
    expect({ status, stderr }).toEqual({ status: 0, stderr: expect.stringContaining(" geth/geth/nodekey") });

    await startCopy();
    expect(identityOf(copy)).not.toBe(identityOf(first));
    const look = async () => ((await peersOf(copy)) === 1 && (await peersOf(first)) === 1 ? true : undefined);
    await eventually("both to be peers", PATIENCE_SECONDS, look);
    expect(await copy.blockHash(1)).toBe(await first.blockHash(1));
    expect(await shell(`cat ${copy.disk}/${account}`)).toBe("account");
  });
});
