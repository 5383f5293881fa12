import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { Emulator } from "../../lab/emulator/emulator";
import { LocalAws } from "../../lab/emulator/local-aws";
import { VAR_FILE } from "../../lab/lab-settings";
import { saveSession } from "../../lab/session";
import { Terraform } from "../../lab/terraform/terraform";
import { DELIVERY_STACK } from "../../stacks/stack-ids";
import { CallsOfRequests, type RecordedRequest } from "../iam/support/calls-of-request";
import { delivery, NODE_BOUNDARY, REPOSITORY, STATE_BUCKET } from "../iam/support/delivery-world";
import { type Call, isAllowed } from "../iam/support/simulate";
import { ACCOUNT, DOMAIN, type Role } from "../iam/support/world";
import { LabUnderTest } from "../support/lab-under-test";
import { startLocalAws } from "../support/start-local-aws";
import { RecordingProxy } from "./support/recording-proxy";

/** The roles of the delivery in the local AWS, and every call of a real life of the node stack held against their rights. No node runs. */
const lab = new LabUnderTest();
const DELIVERED = { ETHNODE_REPOSITORY: REPOSITORY };
const UNPROTECTED = { ...DELIVERED, ETHNODE_PROTECT_CHAIN_DISK: "false" };
const images = { ETHNODE_IMAGE: "ghcr.io/acme/geth:1", ETHNODE_MONITOR_IMAGE: "ghcr.io/acme/monitor:1" };
let proxy: RecordingProxy;
let endpoint: string;
let proxied: string;
let calls: CallsOfRequests;
let values: Record<string, string>;

beforeAll(async () => {
  await startLocalAws(lab);
  const { session, state } = lab;
  endpoint = new Emulator(state, session.port).endpoint;
  await new LocalAws(endpoint).ensureVersionedBucket(STATE_BUCKET);
  saveSession(state, { ...session, stateBucket: STATE_BUCKET });
  proxy = new RecordingProxy(endpoint);
  proxied = await proxy.start();
  calls = new CallsOfRequests();
});
afterAll(async () => {
  await proxy?.stop();
  lab.lab("down");
});

/** What the test of the rights, which sees no AWS, goes by. */
const RECORDED = path.resolve(__dirname, "../iam/delivery-recorded-calls.json");
const seen: Record<"plan" | "apply" | "destroy", Call[]> = { plan: [], apply: [], destroy: [] };

const deliveryStack = () => new Terraform(lab.state, lab.session, lab.state.stack(DELIVERY_STACK));

/** Has the node stack call AWS through what records. */
async function synthesize(settings: Record<string, string>): Promise<void> {
  await lab.synthesize(settings);
  const file = path.join(lab.stack.folder, "lab_override.tf.json");
  const bent = readFileSync(file, "utf8");
  expect(bent).toContain(`"${endpoint}"`);
  writeFileSync(file, bent.replaceAll(`"${endpoint}"`, `"${proxied}"`));
  await lab.stack.init("-reconfigure");
  proxy.taken();
}

/** Every call behind the requests, once. */
function callsOf(requests: readonly RecordedRequest[]): Call[] {
  const asked = requests.flatMap((request) => calls.of(request));
  expect(asked.length).toBeGreaterThan(20);
  return [...new Map(asked.map((call) => [JSON.stringify(call), call])).values()];
}

/** Those of the calls that the role may not make. */
async function refused(role: Role, each: readonly Call[]): Promise<Call[]> {
  const answers = await Promise.all(each.map((call) => isAllowed(role, call)));
  return each.filter((_call, index) => !answers[index]);
}

test("an administrator's apply makes the provider and the roles, and a second plan says no changes", async () => {
  await lab.synthesize(DELIVERED);
  const stack = deliveryStack();
  await stack.init("-reconfigure");
  expect(await stack.apply()).toBe(true);
  expect(await stack.try(["plan", "-input=false", "-no-color", "-detailed-exitcode"])).toMatchObject({ exitCode: 0 });
  const outputs = await stack.outputs();
  expect(String(outputs.permissions_boundary_arn).replace("000000000000", ACCOUNT)).toBe(NODE_BOUNDARY);
  expect(outputs.apply_role_arn).toBe("arn:aws:iam::000000000000:role/mainnet-parity-delivery-apply");
  const { Role } = lab.aws("iam", "get_role", { RoleName: "mainnet-parity-delivery-apply" });
  expect(Role.PermissionsBoundary.PermissionsBoundaryArn).toMatch(/policy\/mainnet-parity-delivery-apply-boundary$/);
  const { OpenIDConnectProviderList } = lab.aws("iam", "list_open_id_connect_providers");
  expect(OpenIDConnectProviderList).toHaveLength(1);
  values = {
    permissions_boundary_arn: String(outputs.permissions_boundary_arn),
    node_running: "true",
    dns_name: DOMAIN,
  };
});

test("the role that applies may make every call of an apply", async () => {
  await synthesize({ ...DELIVERED, ...images });
  const { exitCode, stderr } = await lab.apply(values);
  expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
  const made = callsOf(proxy.taken());
  seen.apply.push(...made);
  expect(await refused(delivery(images).apply, made)).toEqual([]);
});

test("the role that plans may make every call of a plan, which finds no changes", async () => {
  const { exitCode, stdout } = await lab.stack.try([
    "plan",
    "-lock=false",
    "-input=false",
    "-no-color",
    "-detailed-exitcode",
    `-var-file=${VAR_FILE}`,
    ...Object.entries(values).map(([name, value]) => `-var=${name}=${value}`),
  ]);
  expect({ exitCode, stdout }).toMatchObject({ exitCode: 0 });
  const made = callsOf(proxy.taken());
  seen.plan.push(...made);
  expect(await refused(delivery(images).plan, made)).toEqual([]);
});

test("the role that applies may grow the disk, tag all, and stop the nodes", async () => {
  const changed = { ...values, chain_volume_size_gib: "30", tags: '{"Team":"chains"}', node_running: "false" };
  const { exitCode, stderr } = await lab.apply(changed);
  expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
  const made = callsOf(proxy.taken());
  seen.apply.push(...made);
  expect(await refused(delivery(images).apply, made)).toEqual([]);
});

test("a destroy takes an administrator's word first: without it the role may not end the disk, and with it all", async () => {
  await synthesize({ ...UNPROTECTED, ...images });
  const { exitCode, stderr } = await lab.destroy({ ...values, chain_volume_size_gib: "30" });
  expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
  const requests = callsOf(proxy.taken());
  seen.destroy.push(...requests);
  expect(await refused(delivery({ ...images, ETHNODE_PROTECT_CHAIN_DISK: "false" }).apply, requests)).toEqual([]);
  const kept = (await refused(delivery(images).apply, requests)).map(({ action }) => action);
  expect(kept).toContain("ec2:DeleteVolume");
  expect(kept.filter((action) => !["ec2:CreateSnapshot", "ec2:DeleteVolume"].includes(action))).toEqual([]);
});

test("what the test of the rights goes by is what was called", () => {
  const now = Object.fromEntries(Object.entries(seen).map(([run, made]) => [run, withoutIds(made)]));
  if (process.env.UPDATE_GOLDEN === "1") {
    writeFileSync(RECORDED, `${JSON.stringify(now, null, 2)}\n`);
  }
  expect(actions(now)).toEqual(actions(JSON.parse(readFileSync(RECORDED, "utf8"))));
});

/** The calls as they are the same in every run. */
function withoutIds(made: readonly Call[]): Call[] {
  const text = made.map((call) =>
    JSON.stringify(call)
      .replaceAll(/\b(vol|sg|lt|snap|vpc|eipalloc)-[0-9a-f]+/g, "$1-0123456789abcdef0")
      .replaceAll(/hostedzone\/\w+/g, "hostedzone/Z0123456789ABCDEFGHIJ")
      .replaceAll(/change\/\w+/g, "change/C0123456789ABCDEFGHIJ")
      .replaceAll(/(-(host|task)-)\d{20,}[0-9a-f]*/g, "$120261127000000000000000001"),
  );
  return [...new Set(text)].sort().map((call) => JSON.parse(call));
}

function actions(runs: Record<string, Call[]>): Record<string, string[]> {
  return Object.fromEntries(
    Object.entries(runs).map(([run, made]) => [run, [...new Set(made.map(({ action }) => action))].sort()]),
  );
}
