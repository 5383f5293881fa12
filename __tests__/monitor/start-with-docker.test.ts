import type { Status, Verdict } from "../../modules/monitor-contract";
import type { ExecutionPayload } from "../docker/support/engine-api";
import { GethContainer } from "./support/geth-container";
import { freePort, MonitorProcess, type TestPace } from "./support/monitor-process";
import { answerJson, StandIn } from "./support/stand-in-node";

const PACE: TestPace = { pollSeconds: 0.5, callTimeoutMilliseconds: 2_000 };
const is = (verdict: Verdict) => (status: Status) => status.verdict === verdict;

describe("beside a real geth on a dev chain", () => {
  const geth = new GethContainer("dev");
  let monitor: MonitorProcess;

  beforeAll(async () => {
    geth.startDev();
    await geth.untilAnswering();
    monitor = new MonitorProcess({ CHAIN: "dev", EXECUTION_URL: geth.url }, PACE);
    await monitor.start();
  });

  afterAll(async () => {
    await monitor.remove();
    geth.remove();
  });

  test("it is synced, and may be asked", async () => {
    const status = await monitor.until("synced", is("synced"));
    expect(status).toMatchObject({ ready: true, problems: [], peers: 0 });
    expect(status.client).toMatch(/^Geth\/v1\.17/);
    expect(await monitor.readyCode()).toBe(200);
    const later = await monitor.until("a newer block", ({ height }) => (height ?? 0) > (status.height ?? 0));
    expect(later.blocks.every(({ hash }) => /^0x[0-9a-f]{64}$/.test(hash))).toBe(true);
  });

  test("stopped by SIGSTOP it is unreachable, and synced again after SIGCONT", async () => {
    geth.signal("STOP");
    const status = await monitor.until("unreachable", is("unreachable"));
    expect(status).toMatchObject({ ready: false, reason: "the execution client: no answer within 2 s" });
    expect(await monitor.readyCode()).toBe(503);
    geth.signal("CONT");
    await monitor.until("synced again", is("synced"));
    expect(await monitor.readyCode()).toBe(200);
  });

  test("killed it is unreachable", async () => {
    geth.signal("KILL");
    const status = await monitor.until("unreachable", is("unreachable"));
    expect(status.problems.join()).toContain("execution client: ");
    expect(monitor.stderr).toContain("unreachable: ");
  });
});

describe("beside a real geth that is called by the name of its container", () => {
  const geth = new GethContainer("named");
  let monitor: MonitorProcess;

  beforeAll(async () => {
    geth.startDev("--http.vhosts=node-0.example.org");
    await geth.untilAnswering();
    monitor = new MonitorProcess({ CHAIN: "dev", EXECUTION_URL: geth.url }, PACE);
    monitor.writeRpcHosts("another.example.org");
    await monitor.start();
  });

  afterAll(async () => {
    await monitor.remove();
    geth.remove();
  });

  test("it gives the name that the host wrote, since geth answers to no other", async () => {
    const refused = await monitor.until("no answer", ({ problems }) => problems.length > 0);
    expect(refused).toMatchObject({ ready: false });
    expect(refused.reason).toContain("HTTP status 403");
    monitor.writeRpcHosts("node-0.example.org");
    await monitor.until("synced", is("synced"));
  });
});

describe("beside two real geths of one private chain, without peers", () => {
  const one = new GethContainer("one");
  const two = new GethContainer("two");
  const consensus = { is_syncing: false, is_optimistic: false, el_offline: false, head_slot: "0", sync_distance: "0" };
  const beacon = new StandIn(({ method: path }, response) => {
    const data =
      path === "/eth/v1/node/syncing" ? consensus : { version: "stand-in", genesis_time: "0", connected: "9" };
    answerJson(response, { data });
  });
  const monitors: MonitorProcess[] = [];
  let first: MonitorProcess;
  let second: MonitorProcess;
  let head: ExecutionPayload;
  let time = Math.floor(Date.now() / 1000) - 600;

  beforeAll(async () => {
    one.startPrivate();
    two.startPrivate();
    await Promise.all([one.untilAnswering(), two.untilAnswering()]);
    const ports = [await freePort(), await freePort()] as const;
    const fleet = { CHAIN: "private", FLEET_URLS: ports.map((port) => `http://127.0.0.1:${port}`).join(" ") };
    first = new MonitorProcess({ ...fleet, EXECUTION_URL: one.url, CONSENSUS_URL: await beacon.listen() }, PACE);
    second = new MonitorProcess({ ...fleet, EXECUTION_URL: two.url, REFERENCE_URL: one.url }, PACE, "node-1");
    monitors.push(first, second);
    await Promise.all(monitors.map((monitor, index) => monitor.start(ports[index])));
  });

  afterAll(async () => {
    await Promise.all(monitors.map((monitor) => monitor.remove()));
    await beacon.close();
    one.remove();
    two.remove();
  });

  /** The first geth makes blocks; the others take them. */
  async function build(count: number, others: readonly GethContainer[], maker = one): Promise<void> {
    for (let made = 0; made < count; made++) {
      time += 1;
      head = await maker.engine.build(head?.blockHash ?? (await maker.hashOf(0)), time);
      for (const other of others) {
        await other.engine.follow(head);
      }
    }
  }

  test("on the genesis alone they have found no peers", async () => {
    for (const monitor of monitors) {
      const status = await monitor.until("finding-peers", is("finding-peers"));
      expect(status).toMatchObject({ ready: false, height: 0, peers: 0 });
    }
  });

  test("both are synced when both take new blocks", async () => {
    await build(20, [two]);
    for (const monitor of monitors) {
      const status = await monitor.until("synced", (status) => status.verdict === "synced" && status.height === 20);
      expect(status.ready).toBe(true);
    }
    expect((await second.status())?.lagBlocks).toBe(0);
  });

  test("one whose peer goes on without it lags, and comes back with the blocks", async () => {
    const missed: ExecutionPayload[] = [];
    for (let made = 0; made < 12; made++) {
      await build(1, []);
      missed.push(head);
    }
    const behind = await second.until(
      "lagging by 12",
      ({ lagBlocks, verdict }) => verdict === "lagging" && lagBlocks === 12,
    );
    expect(behind).toMatchObject({ ready: false, referenceDifferenceBlocks: 12 });
    expect(behind.reason).toContain("it is 12 blocks behind ");
    await first.until("synced", is("synced"));
    for (const payload of missed) {
      await two.engine.follow(payload);
    }
    await second.until("synced", is("synced"));
  });

  test("its consensus client decides too: optimistic it is not to be asked", async () => {
    consensus.is_optimistic = true;
    const status = await first.until("lagging", is("lagging"));
    expect(status).toMatchObject({ ready: false, consensus: { optimistic: true } });
    consensus.is_optimistic = false;
    await first.until("synced", is("synced"));
  });

  test("of two forks the one against two is not to be asked, and the other is", async () => {
    const common = head;
    await build(20, []);
    head = common;
    // Other times make other blocks.
    time += 100;
    await build(20, [], two);
    const forked = await second.until("forked", is("forked"));
    expect(forked.ready).toBe(false);
    expect(forked.reason).toContain("node-0 and reference have another block");
    // The other saw the fork too, until this one said that it is on it.
    const right = await first.until("synced", is("synced"));
    expect(right.ready).toBe(true);
    expect(await second.readyCode()).toBe(503);
  });
});
