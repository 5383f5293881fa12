import { once } from "node:events";
import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { MONITOR_URL, monitorStatus } from "../../lab/client/monitor-probe";
import { blockNumber, nextBlock, RPC_URL, WS_URL } from "../../lab/client/node-probe";
import { Emulator } from "../../lab/emulator/emulator";
import { LocalAws } from "../../lab/emulator/local-aws";
import { PROJECT_ROOT } from "../../machine/state-dir";
import { geth } from "../../modules/clients/execution/geth";
import { CLIENT_USER } from "../../modules/host-contract";
import { docker, tryDocker } from "../docker/support/docker";
import { adopt } from "../support/adopt";
import type { AwsAnswer } from "../support/call-aws";
import { CLIENT_ID } from "../support/client-user";
import { eventually } from "../support/eventually";
import { expectNothingLeft } from "../support/expect-nothing-left";
import { LabUnderTest } from "../support/lab-under-test";
import { noteNotRun } from "../support/not-run";

/** One life of the stack against the local AWS. The tests build on each other, in this order. */
const lab = new LabUnderTest();
const NODE_0 = "mainnet-parity-node-0-chain";
const NODE_1 = "mainnet-parity-node-1-chain";
const UNPROTECTED = { ETHNODE_PROTECT_CHAIN_DISK: "false" };
const GROWN = { chain_volume_size_gib: "20", chain_volume_iops: "4000", chain_volume_throughput: "250" };

beforeAll(() => {
  lab.lab("down");
});
afterAll(() => {
  lab.lab("down");
});

/** The KMS keys on which an applied policy gives rights. */
async function keysOfPolicy(address: string): Promise<string[]> {
  const { stdout } = await lab.stack.run(["show", "-json"]);
  const { resources } = JSON.parse(stdout).values.root_module;
  const { policy } = resources.find((resource: { address: string }) => resource.address === address).values;
  const statements: { Action: string[]; Resource: string[] }[] = JSON.parse(policy).Statement;
  return [
    ...new Set(
      statements
        .filter(({ Action }) => Action.some((action) => action.startsWith("kms:")))
        .flatMap(({ Resource }) => Resource),
    ),
  ];
}

const volumeId = () => lab.chainVolumes()[NODE_0].VolumeId as string;

test("`bin/lab up` applies the stacks from nothing and a real client answers", async () => {
  const { status, output } = lab.lab("up");
  expect({ status, output }).toMatchObject({ status: 0 });
  expect(output).toContain(RPC_URL);

  const before = (await blockNumber(RPC_URL)) as number;
  expect(before).toBeGreaterThanOrEqual(0);
  const delivered = await nextBlock(WS_URL, 20);
  expect(delivered).toBeGreaterThan(before);
  expect(await blockNumber(RPC_URL)).toBeGreaterThanOrEqual(delivered as number);
});

/** What no container of the task may have more of. */
const CONFINED = {
  User: CLIENT_USER,
  ReadonlyRootfs: true,
  CapAdd: null,
  CapDrop: ["ALL"],
  SecurityOpt: ["no-new-privileges"],
  Privileged: false,
};

test("the client runs as nobody of the host, without a capability, in its limits, and writes to its data directory alone", async () => {
  const container = await containerOf(geth.name);
  const { Config, HostConfig } = JSON.parse(docker("inspect", "--format={{json .}}", container));
  expect({ ...HostConfig, User: Config.User }).toMatchObject({
    ...CONFINED,
    // Of the 4 GiB of a t3.medium.
    Memory: (3_507 - 128) * 2 ** 20,
    MemoryReservation: 256 * 2 ** 20,
  });
  const status = docker("exec", container, "/bin/sh", "-c", "cat /proc/1/status");
  expect(status).toContain(`\nUid:${`\t${CLIENT_ID}`.repeat(4)}\n`);
  for (const line of [`CapEff:\t${"0".repeat(16)}`, `CapBnd:\t${"0".repeat(16)}`, "NoNewPrivs:\t1"]) {
    expect(status).toContain(`\n${line}\n`);
  }
  const write = (file: string) =>
    tryDocker("exec", container, "/bin/sh", "-c", `echo "# edit" >>${file}`).exitCode === 0;
  expect(["/new", "/opt/ethereum-node/entrypoint.sh", "/data/geth/new"].map(write)).toEqual([false, false, true]);
});

test("the client's log arrives in the CloudWatch group of the outputs", async () => {
  const { log_group_name: group } = await lab.stack.outputs();
  const local = new LocalAws(`http://localhost:${lab.session.port}`);
  const line = await eventually("line of geth in CloudWatch", 60, async () =>
    (await local.logEvents(String(group), 500)).find(({ message }) =>
      /Starting Geth|HTTP server started/.test(message),
    ),
  );
  expect(line.timestamp).toBeGreaterThan(0);
});

test("the monitor finds the node synced, and says so to a load balancer, to Prometheus and in CloudWatch", async () => {
  // Five new blocks in a row, one a second, seen in two polls of 12 s at least.
  const status = await eventually("the verdict of the monitor", 300, async () => {
    const seen = await monitorStatus();
    return seen?.verdict === "synced" ? seen : undefined;
  });
  expect(status).toMatchObject({ nodeName: "node-0", chain: "dev", ready: true });
  expect(status.client).toMatch(/^Geth\//);
  expect(status.disk?.totalBytes).toBeGreaterThan(0);
  expect((await fetch(`${MONITOR_URL}/ready`)).status).toBe(200);
  expect(await (await fetch(`${MONITOR_URL}/metrics`)).text()).toMatch(/^# HELP /m);

  const { log_group_name: group } = await lab.stack.outputs();
  const local = new LocalAws(`http://localhost:${lab.session.port}`);
  const metrics = await eventually("a line of metrics in CloudWatch that says ready", 120, async () =>
    (await local.logEvents(String(group), 500))
      .filter(({ message }) => message.includes('"_aws"'))
      .map(({ message }) => JSON.parse(message))
      .find(({ Ready }) => Ready === 1),
  );
  const [{ Namespace, Dimensions, Metrics }] = metrics._aws.CloudWatchMetrics;
  expect({ Namespace, Dimensions, node: metrics.NodeName }).toEqual({
    Namespace: "mainnet-parity",
    Dimensions: [["NodeName"]],
    node: "node-0",
  });
  const names = Metrics.map(({ Name }: { Name: string }) => Name);
  expect(names).toEqual(expect.arrayContaining(["Ready", "BlockHeight", "DiskUsedPercent"]));
});

test("the monitor runs as nobody of the host, without a capability, in its limits, and writes nowhere", async () => {
  const container = await containerOf("monitor");
  const { Config, HostConfig } = JSON.parse(docker("inspect", "--format={{json .}}", container));
  expect({ ...HostConfig, User: Config.User }).toMatchObject({
    ...CONFINED,
    Memory: 128 * 2 ** 20,
    MemoryReservation: 64 * 2 ** 20,
  });
  const mounts = JSON.parse(docker("inspect", "--format={{json .Mounts}}", container));
  expect(mounts.map(({ Destination, RW }: { Destination: string; RW: boolean }) => [Destination, RW]).sort()).toEqual([
    ["/data/monitor", false],
    ["/run/ethereum-node", false],
  ]);
});

test("a second plan says no changes, and so does a second `bin/lab up`", async () => {
  expect(await lab.plan()).toEqual({});
  const { status, output } = lab.lab("up");
  expect({ status, output }).toEqual({ status: 0, output: expect.stringContaining("No changes") });
});

test("`bin/lab status`, `logs` and `plan` show the node, its verdict, its log and nothing to change", () => {
  expect(lab.lab("status")).toEqual({
    status: 0,
    output: expect.stringMatching(/newest block +\d+\n(.*\n)*monitor +synced: /),
  });
  expect(lab.lab("logs")).toEqual({
    status: 0,
    output: expect.stringContaining("Imported new potential chain segment"),
  });
  expect(lab.lab("plan")).toEqual({ status: 0, output: expect.stringContaining("No changes") });
});

test("another name is refused by the backend, and on a state that was copied to it, by the plan, which says whose it is", async () => {
  const init = (...options: string[]) => lab.stack.run(["init", "-input=false", "-no-color", ...options]);
  await lab.synthesize({ ETHNODE_NAME: "other" });
  try {
    await expect(lab.plan()).rejects.toThrow("Backend initialization required");
    await init("-migrate-state", "-force-copy");
    await expect(lab.plan()).rejects.toThrow(
      // Terraform wraps its lines.
      /The\s+state\s+must\s+be.*"name":"other".*;\s+got\s+that\s+of.*"name":"mainnet-parity"/s,
    );
  } finally {
    await lab.synthesize();
    await init("-reconfigure");
  }
  expect(await lab.plan()).toEqual({});
});

test("the node group lets in exactly what the access rules say", async () => {
  const { access_security_group_id: access, node_security_group_id: node } = await lab.stack.outputs();
  expect(lab.allowed(node, "IpPermissions")).toEqual([
    "tcp 30303 30303 0.0.0.0/0",
    `tcp 8545 8545 ${access}`,
    `tcp 8546 8546 ${access}`,
    `tcp 9600 9600 ${access}`,
    "udp 30303 30303 0.0.0.0/0",
  ]);
  expect(lab.allowed(access, "IpPermissions")).toEqual([]);
  expect(lab.allowed(access, "IpPermissionsEgress")).toEqual([
    `tcp 8545 8545 ${node}`,
    `tcp 8546 8546 ${node}`,
    `tcp 9600 9600 ${node}`,
  ]);
});

test("keeps the disk when it grows: size, IOPS and throughput change in place", async () => {
  const id = volumeId();
  expect(await lab.plan(GROWN)).toEqual(
    Object.fromEntries(lab.addressesOf("aws_ebs_volume").map((address) => [address, ["update"]])),
  );
  expect(await lab.apply(GROWN)).toMatchObject({ exitCode: 0 });
  expect(lab.chainVolumes()[NODE_0]).toMatchObject({ VolumeId: id, Size: 20, Iops: 4000, Throughput: 250 });
  expect(await lab.plan(GROWN)).toEqual({});
});

test("refuses to shrink the disk, before anything changes", async () => {
  const { exitCode, stderr } = await lab.apply({ ...GROWN, chain_volume_size_gib: "19" });
  expect(exitCode).toBe(1);
  expect(stderr.replace(/[\s│]+/g, " ")).toContain(`as none can shrink; got 19 for ${volumeId()} (${NODE_0}, 20 GiB).`);
  expect(await lab.plan(GROWN)).toEqual({});
});

test("keeps the disk when the instance type changes: launch template and group, and the clients' limits of memory", async () => {
  const id = volumeId();
  const values = { ...GROWN, instance_type: "t3.large" };
  expect(await lab.plan(values)).toEqual(
    Object.fromEntries([
      ...["aws_autoscaling_group", "aws_ecs_service", "aws_launch_template"]
        .flatMap((type) => lab.addressesOf(type))
        .map((address) => [address, ["update"]]),
      ...lab.addressesOf("aws_ecs_task_definition").map((address) => [address, ["delete", "create"]]),
    ]),
  );
  expect(await lab.apply(values)).toMatchObject({ exitCode: 0 });
  expect(volumeId()).toBe(id);
  expect(await lab.apply(GROWN)).toMatchObject({ exitCode: 0 });
  await eventually("an answer of the node", 60, () => blockNumber(RPC_URL));
});

test("refuses an instance type without the memory that the clients reserve, before anything changes", async () => {
  const { exitCode, stderr } = await lab.apply({ ...GROWN, instance_type: "t3.nano" });
  expect(exitCode).toBe(1);
  expect(stderr.replace(/[\s│]+/g, " ")).toContain(
    'instance_type must leave its clients more than the 256 MiB of memory that they reserve, beside 384 MiB and 5 % for the host and 128 MiB for the monitor; got "t3.nano", which leaves -26 MiB.',
  );
  expect(await lab.plan(GROWN)).toEqual({});
});

test("leaves the host's mark on the disk alone", async () => {
  const mark = { Key: "ChainDiskInitialised", Value: "true" };
  lab.aws("ec2", "create_tags", { Resources: [volumeId()], Tags: [mark] });
  expect(await lab.plan(GROWN)).toEqual({});
  expect(lab.chainVolumes()[NODE_0].Tags).toContainEqual(mark);
});

test("keeps the live disk when a snapshot id and a key appear, and makes only the disk of a new node from and under them", async () => {
  const id = volumeId();
  const { SnapshotId: snapshot } = lab.aws("ec2", "create_snapshot", { VolumeId: id });
  const { KeyMetadata: key } = lab.aws("kms", "create_key");
  const values = { ...GROWN, chain_snapshot_id: snapshot, chain_volume_kms_key_arn: key.Arn };
  expect(await lab.plan(values)).toEqual({});
  // Nothing is made from it, so it may as well be gone.
  expect(await lab.plan({ ...values, chain_snapshot_id: "snap-0123456789abcdef0" })).toEqual({});

  await lab.synthesize({ ETHNODE_NODE_COUNT: "2" });
  await expect(lab.plan({ ...values, chain_snapshot_id: "snap-0123456789abcdef0" })).rejects.toThrow(
    "InvalidSnapshot.NotFound",
  );
  const [liveDisk] = lab.addressesOf("aws_ebs_volume").filter((address) => address.includes("node-0"));
  const planned = Object.keys(await lab.plan(values));
  expect(planned).not.toContain(liveDisk);
  // The clients that run go on running.
  expect(planned.filter((address) => /aws_ecs_(service|task_definition)/.test(address))).toEqual([]);
  expect(await lab.apply(values)).toMatchObject({ exitCode: 0 });
  expect(lab.chainVolumes()[NODE_0].VolumeId).toBe(id);
  expect(lab.chainVolumes()[NODE_1]).toMatchObject({ SnapshotId: snapshot, KmsKeyId: key.Arn, Size: 20 });
  const policies = lab.addressesOf("aws_iam_role_policy").filter((address) => address.includes("_host_"));
  expect(await Promise.all(policies.map(keysOfPolicy))).toEqual([[lab.chainVolumes()[NODE_0].KmsKeyId], [key.Arn]]);
  expect(await lab.plan(values)).toEqual({});

  // Terraform drops the protection of a node together with the node, so EC2's own knowledge of the disk takes its place.
  await lab.synthesize();
  await expect(lab.plan(GROWN)).rejects.toThrow(
    /nodeNames \(ETHNODE_NODE_NAMES.*must\s+name\s+the\s+node\s+of\s+every\s+chain\s+volume.*node-1-chain/s,
  );
  expect(Object.keys(lab.chainVolumes())).toEqual([NODE_0, NODE_1]);
  await lab.synthesize({ ETHNODE_RETIRED_NODES: "node-1" });
  expect(await lab.apply(GROWN)).toMatchObject({ exitCode: 0 });
  await lab.synthesize();
  expect(await lab.plan(GROWN)).toEqual({});
  expect(Object.keys(lab.chainVolumes())).toEqual([NODE_0]);
});

test("pauses the node and resumes it on the same disk, with the chain where it was", async () => {
  const id = volumeId();
  const block = await blockNumber(RPC_URL);
  expect(await lab.apply({ ...GROWN, node_running: "false" })).toMatchObject({ exitCode: 0 });
  await silence();
  expect(volumeId()).toBe(id);

  expect(await lab.apply(GROWN)).toMatchObject({ exitCode: 0 });
  expect(volumeId()).toBe(id);
  const resumed = await eventually("answer of the resumed node", 60, () => blockNumber(RPC_URL));
  expect(resumed).toBeGreaterThanOrEqual(block as number);
});

test("one of two applies at once fails on the lock, and the state stays whole", async () => {
  const results = await Promise.all([
    lab.apply({ ...GROWN, log_retention_days: "3" }),
    lab.apply({ ...GROWN, log_retention_days: "3" }),
  ]);
  expect(results.map(({ exitCode }) => exitCode).sort()).toEqual([0, 1]);
  expect(results.find(({ exitCode }) => exitCode === 1)?.stderr).toContain("Error acquiring the state lock");
  expect(await lab.plan({ ...GROWN, log_retention_days: "3" })).toEqual({});
});

test("refuses to destroy a protected disk, and destroys nothing else either", async () => {
  const before = (await lab.stack.run(["state", "list"])).stdout;
  const { exitCode, stderr } = await lab.destroy(GROWN);
  expect(exitCode).toBe(1);
  expect(stderr).toContain("Instance cannot be destroyed");
  expect((await lab.stack.run(["state", "list"])).stdout).toBe(before);
  expect(Object.keys(lab.chainVolumes())).toEqual([NODE_0]);
  expect(await nextBlock(WS_URL, 20)).toBeGreaterThan(0);
});

test("replaces a disk on explicit demand and without protection only: from the new snapshot, without the old disk's mark", async () => {
  const old = volumeId();
  const { SnapshotId: snapshot } = lab.aws("ec2", "create_snapshot", { VolumeId: old });
  const values = { ...GROWN, chain_snapshot_id: snapshot };
  const demand = lab.addressesOf("aws_ebs_volume").map((address) => `-replace=${address}`);
  expect(await lab.apply(values, ...demand)).toMatchObject({
    exitCode: 1,
    stderr: expect.stringContaining("Instance cannot be destroyed"),
  });
  expect(volumeId()).toBe(old);

  await lab.synthesize(UNPROTECTED);
  expect(await lab.apply(values, ...demand)).toMatchObject({ exitCode: 0 });
  const { VolumeId, SnapshotId, Tags } = lab.chainVolumes()[NODE_0];
  expect(VolumeId).not.toBe(old);
  expect(SnapshotId).toBe(snapshot);
  expect(Tags.map(({ Key }: AwsAnswer) => Key)).not.toContain("ChainDiskInitialised");
  await lab.synthesize();
  expect(await lab.plan(values)).toEqual({});
});

test("`npx cdktf deploy` applies the same stack with the same values", async () => {
  const id = volumeId();
  const values = { ...GROWN, chain_volume_size_gib: "30" };
  if (hasCdktf()) {
    const { status, output } = lab.cdktf("deploy", {}, values);
    expect({ status, output }).toMatchObject({ status: 0 });
  } else {
    expect(await lab.apply(values)).toMatchObject({ exitCode: 0 });
  }
  expect(lab.chainVolumes()[NODE_0]).toMatchObject({ VolumeId: id, Size: 30 });
  expect(await lab.plan({ ...GROWN, chain_volume_size_gib: "30" })).toEqual({});
});

test("`npx cdktf destroy` removes everything once protection is off, after a final snapshot of the disk", async () => {
  const id = volumeId();
  const values = { ...GROWN, chain_volume_size_gib: "30" };
  if (hasCdktf()) {
    const { status, output } = lab.cdktf("destroy", UNPROTECTED, values);
    expect({ status, output }).toMatchObject({ status: 0 });
  } else {
    await lab.synthesize(UNPROTECTED);
    expect(await lab.destroy(values)).toMatchObject({ exitCode: 0 });
  }
  await expectNothingLeft(lab);
  await silence();
  await expectFinalSnapshot(id);
});

test("an apply that was interrupted is finished by the next one", async () => {
  await lab.synthesize();
  const apply = lab.startApply();
  await eventually("chain volume", 60, () => lab.chainVolumes()[NODE_0]);
  apply.kill("SIGINT");
  const [code] = await once(apply, "exit");
  expect(code).toBe(1);
  const id = volumeId();
  expect(await lab.apply()).toMatchObject({ exitCode: 0 });
  expect(volumeId()).toBe(id);
  expect(Object.keys(lab.chainVolumes())).toEqual([NODE_0]);
  expect(await lab.plan()).toEqual({});
});

test("a killed apply leaves a lock; unlocking and adopting, as the runbook says, leads to no changes and one disk", async () => {
  await lab.synthesize(UNPROTECTED);
  expect(await lab.destroy()).toMatchObject({ exitCode: 0 });
  await lab.synthesize();
  const apply = lab.startApply();
  const { VolumeId: orphan } = await eventually("chain volume", 60, () => lab.chainVolumes()[NODE_0]);
  apply.kill("SIGKILL");
  await once(apply, "exit");

  const refused = await lab.apply();
  expect(refused).toMatchObject({ exitCode: 1, stderr: expect.stringContaining("Error acquiring the state lock") });
  const [, lockId] = /Lock Info:\s+ID:\s+(\S+)/.exec(refused.stderr) ?? [];
  await lab.stack.run(["force-unlock", "-force", String(lockId)]);

  await adopt(lab);
  expect(await lab.apply()).toMatchObject({ exitCode: 0 });
  expect(Object.values(lab.chainVolumes()).map(({ VolumeId }) => VolumeId)).toEqual([orphan]);
  expect(await lab.plan()).toEqual({});
});

test("another consensus client leaves the disk alone: image, ports, task and host change, and nothing else", async () => {
  const values = { node_running: "false", chain_volume_size_gib: "400", instance_type: "r7i.xlarge" };
  const pair = (consensusClient: string) => ({
    ETHNODE_CHAIN: "hoodi",
    ETHNODE_CONSENSUS_CLIENT: consensusClient,
    ETHNODE_CONSENSUS_IMAGE: `ghcr.io/acme/${consensusClient}:v1.0.0`,
  });
  const id = volumeId();
  await lab.synthesize(pair("lighthouse"));
  expect(await lab.apply(values)).toMatchObject({ exitCode: 0 });
  expect(await lab.plan(values)).toEqual({});

  await lab.synthesize(pair("prysm"));
  const planned = await lab.plan(values);
  expect(new Set(Object.keys(planned).map((address) => address.split(".")[0]))).toEqual(
    new Set([
      "aws_autoscaling_group",
      "aws_ecr_lifecycle_policy",
      "aws_ecr_repository",
      "aws_ecs_service",
      "aws_ecs_task_definition",
      "aws_launch_template",
      "aws_security_group_rule",
      // What a reader of the plan sees of the host's user data.
      "terraform_data",
    ]),
  );
  expect(await lab.apply(values)).toMatchObject({ exitCode: 0 });
  expect(await lab.plan(values)).toEqual({});
  expect(volumeId()).toBe(id);

  await lab.synthesize();
  expect(await lab.apply({ chain_volume_size_gib: "400" })).toMatchObject({ exitCode: 0 });
  expect(volumeId()).toBe(id);
  await eventually("an answer of the node", 60, () => blockNumber(RPC_URL));
});

test("`bin/lab down` removes what the lab started and keeps its downloads", async () => {
  const emulator = new Emulator(lab.state, lab.session.port);
  expect(await emulator.containers()).toHaveLength(2);
  expect(lab.lab("down")).toMatchObject({ status: 0 });
  expect(await emulator.containers()).toEqual([]);
  expect(await emulator.isRunning()).toBe(false);
  expect(await blockNumber(RPC_URL)).toBeUndefined();
  expect(readdirSync(lab.state.root)).toEqual(["cache"]);
});

/** An optional dependency: where it could not be installed, Terraform takes its part. */
function hasCdktf(): boolean {
  const there = existsSync(path.join(PROJECT_ROOT, "node_modules", ".bin", "cdktf"));
  if (!there) {
    noteNotRun("end-to-end: npx cdktf deploy and destroy", `no cdktf-cli for Node ${process.version} on this machine`);
  }
  return there;
}

/** The id of the one that the task calls so. */
async function containerOf(name: string): Promise<string> {
  const ids = await new Emulator(lab.state, lab.session.port).containers();
  const [id] = ids.filter((each) => docker("inspect", "--format={{.Name}}", each).endsWith(`-${name}`));
  return id as string;
}

async function silence(): Promise<void> {
  await eventually("silence of the node", 60, async () =>
    (await blockNumber(RPC_URL)) === undefined ? true : undefined,
  );
}

async function expectFinalSnapshot(id: string): Promise<void> {
  if (!lab.knows("final_snapshot")) {
    noteNotRun(
      "end-to-end: the final snapshot of a destroyed disk",
      `AWS provider ${lab.session.provider.version} does not know final_snapshot`,
    );
    return;
  }
  const snapshots = lab.aws("ec2", "describe_snapshots", { Filters: [{ Name: "volume-id", Values: [id] }] }).Snapshots;
  expect(snapshots.length).toBeGreaterThanOrEqual(1);
}
