import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Emulator } from "../../lab/emulator/emulator";
import { openSession } from "../../lab/session";
import { PROJECT_ROOT } from "../../machine/state-dir";
import { LabUnderTest } from "../support/lab-under-test";

/** `bin/preflight` against the local AWS, which answers as the account does that the access key names. */
const lab = new LabUnderTest();
const folder = mkdtempSync(path.join(tmpdir(), "preflight-test-"));
const varFile = path.join(folder, "mainnet.tfvars");
let endpoint: string;

beforeAll(async () => {
  lab.lab("down");
  lab.state.create();
  const emulator = new Emulator(lab.state, openSession(lab.state).port);
  await emulator.start(() => undefined);
  endpoint = emulator.endpoint;
  writeFileSync(varFile, 'instance_type = "m7i.xlarge"\nchain_volume_size_gib = 1024\n');
});
afterAll(() => {
  lab.lab("down");
  rmSync(folder, { recursive: true });
});

function preflight(accessKey: string, settings: Record<string, string> = {}, options: readonly string[] = []) {
  const { status, stderr, stdout } = spawnSync("bin/preflight", ["--var-file", varFile, ...options], {
    cwd: PROJECT_ROOT,
    encoding: "utf8",
    timeout: 120_000,
    env: {
      ...process.env,
      AWS_ENDPOINT_URL: endpoint,
      AWS_ACCESS_KEY_ID: accessKey,
      AWS_SECRET_ACCESS_KEY: "test",
      AWS_EC2_METADATA_DISABLED: "true",
      ...settings,
    },
  });
  return { status, lines: stdout.trim().split("\n"), stderr };
}

const starting = (...texts: string[]) => texts.map((text) => expect.stringMatching(new RegExp(`^${text}`)));

test("a settled account passes, with the figures of each check", () => {
  const { lines, status, stderr } = preflight("test");
  expect({ lines, status, stderr }).toMatchObject({ status: 0, stderr: "" });
  expect(lines).toEqual([
    "mainnet-parity in eu-central-1: node-0, m7i.xlarge",
    ...starting(
      "ok       credentials: arn:aws:",
      "ok       account plan: PAID",
      "ok       vCPUs: quota L-1216C47A in eu-central-1 must allow 4 vCPUs \\(1 × m7i.xlarge\\) beside the 0 of other instances; got 640",
      "ok       Elastic IPs: none wanted",
      "ok       EBS storage: quota L-7A658B76 in eu-central-1 must allow 1.0 TiB of gp3 beside the 0.0 there are; got 50",
      "ok       key pair: none wanted",
      "ok       default key of EBS: AWS's own",
    ),
  ]);
});

test("a new account is told its plan, and the quota that a replacement exceeds", () => {
  const { lines, status } = preflight("new-account");
  expect(status).toBe(1);
  expect(lines).toEqual(
    expect.arrayContaining(
      starting(
        'refused  account plan must be PAID for instance_type "m7i.xlarge"; got FREE, which launches .*t3.micro.* only',
        "warning  quota L-1216C47A .* got 5, which is too little for 8",
      ),
    ),
  );
});

test("too small a quota is refused with what to ask for", () => {
  const { lines, status } = preflight("new-account", { ETHNODE_NODE_COUNT: "2" });
  expect(status).toBe(1);
  expect(lines).toEqual(
    expect.arrayContaining(starting("refused  quota L-1216C47A .* must allow 8 vCPUs .* got 5: ask for 16 ")),
  );
});

test("too few Elastic IPs, too little storage and a missing key pair are refused", () => {
  const { lines, status } = preflight("test", { ETHNODE_NODE_COUNT: "6", ETHNODE_ELASTIC_IP: "true" }, [
    "--var",
    "chain_volume_size_gib=16000",
    "--var=key_name=nobody",
  ]);
  expect(status).toBe(1);
  expect(lines).toEqual(
    expect.arrayContaining(
      starting(
        "refused  quota L-0263D0A3 in eu-central-1 must allow 6 Elastic IPs beside the 0 there are; got 5",
        "refused  quota L-7A658B76 in eu-central-1 must allow 93.8 TiB of gp3 .* got 50",
        'refused  key_name must be a key pair of eu-central-1; got "nobody", which is none',
      ),
    ),
  );
});

test("an expired login ends it at once", () => {
  const { lines, status } = preflight("expired");
  expect({ status, lines: lines.slice(1) }).toEqual({
    status: 1,
    lines: [
      "refused  credentials must be valid in eu-central-1; AWS says ExpiredToken: they are expired, log in again",
    ],
  });
});

test("what the login may not ask is a warning", () => {
  const { lines, status } = preflight("denied");
  expect(status).toBe(0);
  expect(lines).toEqual(
    expect.arrayContaining([
      "warning  account plan could not be asked: AccessDeniedException",
      "warning  vCPUs could not be asked: UnauthorizedOperation",
    ]),
  );
});

test("an account that is not signed up is refused", () => {
  const { lines, status } = preflight("not-signed-up");
  expect(status).toBe(1);
  expect(lines).toEqual(
    expect.arrayContaining(starting("refused  vCPUs: the account must be signed up .* OptInRequired")),
  );
});

test("a value that no rule allows is told in the variable's own words", () => {
  const { status, stderr } = preflight("test", {}, ["--var", "key_name=\u00e9"]);
  expect({ status, stderr }).toEqual({ status: 1, stderr: expect.stringContaining("key_name must") });
});
