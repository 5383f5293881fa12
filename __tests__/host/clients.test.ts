import { CLIENT_OWNER } from "../support/client-user";
import { CheckpointServer, TRUSTS_CHECKPOINT_SERVERS } from "./support/checkpoint-server";
import { HostBench } from "./support/host-bench";
import type { TestHost } from "./support/test-host";

const PAIR = {
  CLIENTS: "geth lighthouse",
  FOREIGN_CLIENTS: "parity nethermind besu reth erigon",
  USES_ENGINE_API: "true",
};

describe("a host prepares execution and consensus client", () => {
  const bench = new HostBench();

  test("with a directory each, an empty one for the monitor, and one secret that only they can read and that outlives the host", async () => {
    const host = await bench.runningHost({ settings: PAIR });
    const paths = "/data/geth /data/lighthouse /data/monitor /data/engine-api /data/engine-api/jwt-secret";
    const stat = `stat -c '%U %u:%g %a %n' ${paths}`;
    expect((await host.exec(stat)).replaceAll(/^\S+ /gm, "")).toBe(
      `${CLIENT_OWNER} 755 /data/geth\n${CLIENT_OWNER} 755 /data/lighthouse\n${CLIENT_OWNER} 755 /data/monitor\n${CLIENT_OWNER} 700 /data/engine-api\n${CLIENT_OWNER} 600 /data/engine-api/jwt-secret`,
    );
    const secret = await host.exec("cat /data/engine-api/jwt-secret");
    expect(secret).toMatch(/^[0-9a-f]{64}$/);
    expect(await host.exec("journalctl --no-pager --output=cat")).not.toContain(secret);
    await host.powerOff();
    await bench.terminate(host.instanceId);
    const successor = await bench.runningHost({ settings: PAIR });
    expect(await successor.exec("cat /data/engine-api/jwt-secret")).toBe(secret);
  });

  test("and refuses a secret that is none", async () => {
    await bench.disk.fill("xfs");
    await bench.disk.inside('mkdir "$disk/engine-api"; echo "not a secret" >"$disk/engine-api/jwt-secret"');
    const host = await bench.host({ settings: PAIR });
    await host.start();
    await host.untilRefused();
    expect(host.errors()).toEqual([expect.stringContaining("jwt-secret must hold 64 hex digits")]);
    expect(host.errors().join()).not.toContain("not a secret");
  });

  test("with another consensus client beside the data of the former one, all of which stays", async () => {
    await bench.disk.fill("xfs");
    const former = '(cd "$disk" && tar --create --sort=name --numeric-owner geth/chaindata lighthouse | sha256sum)';
    await bench.disk.inside('mkdir "$disk/lighthouse"; seq 9999 >"$disk/lighthouse/database"');
    const before = await bench.disk.inside(former);
    const host = await bench.runningHost({ settings: { ...PAIR, CLIENTS: "geth teku" } });
    expect(await host.exec("ls /data")).toBe("engine-api\ngeth\nkeep\nlighthouse\nmonitor\nteku");
    await host.powerOff();
    expect(await bench.disk.inside(former)).toBe(before);
  });

  test("but refuses another execution client on the disk of the former one, and leaves it as it is", async () => {
    await bench.disk.fill("xfs");
    const before = await bench.disk.treeHash();
    const settings = { ...PAIR, CLIENTS: "nethermind lighthouse", FOREIGN_CLIENTS: "parity geth besu reth erigon" };
    const host = await bench.host({ settings });
    await host.start();
    await host.untilRefused();
    expect(host.errors()).toEqual([
      expect.stringMatching(
        /hold no data of another execution client than CLIENTS 'nethermind lighthouse', got \/data\/geth:/,
      ),
    ]);
    expect(host.hasStartedEcs()).toBe(false);
    expect(await host.exec("ls /data")).toBe("geth\nkeep");
    await host.powerOff();
    expect(await bench.disk.treeHash()).toBe(before);
  });
});

describe("a host asks the checkpoint URLs before the consensus client starts,", () => {
  const bench = new HostBench();
  const FILE = "/run/ethereum-node/checkpoint-urls";
  let dead: string;
  let alive: CheckpointServer;

  beforeEach(async () => {
    alive = await CheckpointServer.start(bench.stack.bridgeAddress);
    const other = await CheckpointServer.start(bench.stack.bridgeAddress);
    dead = other.url;
    await other.stop();
  });

  afterEach(() => alive.stop());

  /** A host of both clients that asks these URLs, started. */
  async function startedHost(...urls: readonly string[]): Promise<TestHost> {
    const settings = { ...PAIR, CHECKPOINT_URLS: urls.join(" ") };
    const host = await bench.host({ settings, environment: TRUSTS_CHECKPOINT_SERVERS });
    await alive.makeTrusted(host);
    await host.start();
    return host;
  }

  test("and hands on those that answer", async () => {
    const host = await startedHost(dead, alive.url);
    await host.untilClientRuns();
    expect(await host.exec(`cat ${FILE}`)).toBe(alive.url);
    expect(await host.untilJournal("warning: the checkpoint URL")).toContain(`${dead} does not answer`);
  });

  test("all at once, so that several that stay silent hold the boot up for one time-out only", async () => {
    alive.isSilent = true;
    await bench.disk.fill("xfs");
    await bench.disk.inside('mkdir "$disk/lighthouse"; echo data >"$disk/lighthouse/database"');
    const silent = Array.from({ length: 4 }, (_, index) => `${alive.url}/${index}`);
    const host = await startedHost(...silent);
    await host.untilClientRuns();
    const time = async (unitProperty: string) =>
      Number(await host.exec(`systemctl show -P ${unitProperty} ethereum-node.service`)) / 1e6;
    const seconds = (await time("ActiveEnterTimestampMonotonic")) - (await time("InactiveExitTimestampMonotonic"));
    expect(seconds).toBeGreaterThan(10);
    // One after the other they would hold it up for 40.
    expect(seconds).toBeLessThan(35);
  });

  test("and waits, ECS stopped, while none of them knows a finalized state", async () => {
    alive.epoch = 0;
    const host = await startedHost(dead, alive.url);
    await host.untilRetrying();
    expect(host.errors()).toEqual([
      expect.stringContaining(
        `one of CHECKPOINT_URLS must answer before the first start, got none of: ${dead} ${alive.url}`,
      ),
    ]);
    expect(host.hasStartedEcs()).toBe(false);
    alive.epoch = 1;
    await host.untilClientRuns();
  });

  test("but needs none of them once the consensus client has its database", async () => {
    await bench.disk.fill("xfs");
    await bench.disk.inside('mkdir "$disk/lighthouse"; echo data >"$disk/lighthouse/database"');
    const host = await startedHost(dead);
    await host.untilClientRuns();
    expect(await host.exec(`ls ${FILE} 2>/dev/null || echo none`)).toBe("none");
  });
});
