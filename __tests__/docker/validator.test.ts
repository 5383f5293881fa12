import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { AURA } from "../support/chain-specs";
import { CLIENT_OWNER } from "../support/client-user";
import { nodeClients } from "../support/node-clients";
import { NODE_IDS } from "../support/node-ids";
import { baseImage, buildClientImage, removeImages } from "./support/client-image";
import { docker, tryDocker } from "./support/docker";
import { NodeFolders } from "./support/node-folders";

const STAND_IN = path.join(__dirname, "support/openethereum-stand-in.sh");
const ENODES = NODE_IDS.map((id, index) => `enode://${id}@192.0.2.${index + 1}:30303`);

describe("a validator's container, with a stand-in for OpenEthereum's keys; the real program was not run", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "validator-"));
  const chainSpecFile = path.join(folder, "chain.json");
  const base = `ethereum-node-test-validator-base:${process.pid}`;
  let image: string;
  let folders: NodeFolders;

  /** The execution client of a node with this setting, whose chain knows the address. */
  function clientOf(validator: string, stepDuration = "1", environment: NodeJS.ProcessEnv = {}) {
    const validators = { list: [validator === "new" ? `0x${"0".repeat(40)}` : validator] };
    const engine = { authorityRound: { params: { stepDuration, validators } } };
    writeFileSync(chainSpecFile, JSON.stringify({ ...AURA, engine }));
    const settings = { ETHNODE_CHAIN: "private", ETHNODE_CHAIN_SPEC_FILE: chainSpecFile, ETHNODE_VALIDATOR: validator };
    return nodeClients({ ...settings, ...environment }).execution;
  }

  beforeAll(() => {
    const { profile } = clientOf("new");
    const program = path.join(folder, "root", profile.program);
    mkdirSync(path.dirname(program), { recursive: true });
    cpSync(STAND_IN, program);
    chmodSync(program, 0o755);
    const container = docker("create", baseImage(), "/bin/sh");
    docker("cp", `${path.join(folder, "root")}/.`, `${container}:/`);
    docker("commit", container, base);
    docker("rm", container);
    image = buildClientImage(profile, base);
  });
  afterAll(() => {
    removeImages(image, base);
    rmSync(folder, { recursive: true });
  });
  beforeEach(() => {
    folders = new NodeFolders();
  });
  afterEach(() => folders.remove(image));

  function flags({ environment }: ReturnType<typeof clientOf>): string[] {
    const mounts = ["--volume", `${folders.data}:/data`, "--tmpfs", "/tmp"];
    return ["--network=none", ...folders.runFlags("parity", environment), ...mounts, image];
  }

  function start(client: ReturnType<typeof clientOf>) {
    return tryDocker("run", "--rm", ...flags(client), ...client.command);
  }

  /** On the disk, as root. */
  function inside(script: string): string {
    const asRoot = ["--rm", "--network=none", "--user=0:0", "--entrypoint=/bin/sh", "--workdir=/data/parity"];
    return docker("run", ...asRoot, "--volume", `${folders.data}:/data`, image, "-c", script);
  }

  function makeKey(): string {
    const { exitCode, stderr, stdout } = start(clientOf("new"));
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    const [, address] =
      /^ethereum-node: the validator's key of this node has the address (0x[0-9a-f]{40});/.exec(stdout) ?? [];
    expect(stdout).not.toContain("--engine-signer");
    return address as string;
  }

  test("makes its key once, tells the address, and seals with it when told to", () => {
    const address = makeKey();
    expect(makeKey()).toBe(address);
    expect(inside("stat -c '%a %n' validator validator/*; ls validator/keys/Acme | wc -l")).toBe(
      "700 validator\n600 validator/address\n755 validator/keys\n600 validator/password\n1",
    );
    const { exitCode, stderr, stdout } = start(clientOf(address));
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    expect(stdout.split("\n")).toEqual(
      expect.arrayContaining([
        `--engine-signer=${address}`,
        "--force-sealing",
        "--keys-path=/data/parity/validator/keys",
        "--password=/data/parity/validator/password",
      ]),
    );
  });

  test("shows its password to nobody: not in a line, an argument or the container's variables", () => {
    const client = clientOf("new");
    const container = docker("create", ...flags(client), ...client.command);
    docker("start", container);
    docker("wait", container);
    const { stderr, stdout } = tryDocker("logs", container);
    const password = inside("cat validator/password");
    expect(password).toMatch(/^[0-9a-f]{64}$/);
    expect([stdout, stderr, docker("inspect", container)].join()).not.toContain(password);
    docker("rm", container);
    expect(makeKey()).toMatch(/^0x/);
    expect(inside("cat validator/password")).toBe(password);
  });

  test.each(["die-before-key", "die-before-answer"])("goes on after a death in the making, %s", (point) => {
    inside(`: >${point}; chown ${CLIENT_OWNER} .`);
    const { exitCode, stderr } = start(clientOf("new"));
    expect([exitCode, stderr]).toEqual([17, expect.stringContaining("must end with the address of a new key; got ''")]);
    expect(inside("ls validator")).not.toContain("address");
    const password = inside("cat validator/password");
    inside(`rm ${point}`);
    const address = makeKey();
    expect(start(clientOf(address)).exitCode).toBe(0);
    expect(inside("cat validator/password")).toBe(password);
  });

  test("never makes a key in the place of one that is missing", () => {
    const address = `0x${"ab".repeat(20)}`;
    const { exitCode, stderr, stdout } = start(clientOf(address));
    expect({ exitCode, stdout }).toEqual({ exitCode: 17, stdout: "" });
    expect(stderr).toBe(
      `ethereum-node: VALIDATOR_DIRECTORY /data/parity/validator must hold the key of ${address}; got none: bring it back, or make another with the setting validator at new\n`,
    );
    expect(inside("ls -A")).toBe("");
  });

  test("does not seal with another key than the setting names", () => {
    const made = makeKey();
    const { exitCode, stderr } = start(clientOf(`0x${"ab".repeat(20)}`));
    expect([exitCode, stderr]).toEqual([
      17,
      `ethereum-node: VALIDATOR_ADDRESS must be the address of the key in /data/parity/validator, ${made}; got '0x${"ab".repeat(20)}'\n`,
    ]);
  });

  test("tells what is wrong with an address that is none", () => {
    makeKey();
    inside("echo 0x12 >validator/address");
    expect(start(clientOf("new"))).toMatchObject({
      exitCode: 17,
      stderr: "ethereum-node: /data/parity/validator/address must hold the address of a key; got '0x12'\n",
    });
  });

  test("waits for one step of its chain before it may seal again, and ends at once when it is stopped meanwhile", () => {
    const address = makeKey();
    const begun = Date.now();
    expect(start(clientOf(address, "4")).exitCode).toBe(0);
    expect(Date.now() - begun).toBeGreaterThan(4_000);
    const client = clientOf(address, "600");
    const container = docker("run", "--detach", ...flags(client), ...client.command);
    docker("exec", container, "/bin/sh", "-c", "until pidof busybox | grep -q ' '; do :; done");
    const stopped = Date.now();
    docker("stop", "--time=30", container);
    expect(Date.now() - stopped).toBeLessThan(10_000);
    expect(docker("inspect", "--format={{.State.ExitCode}}", container)).toBe("143");
    expect(docker("logs", container)).toBe("");
    docker("rm", container);
  });

  test("hands its reserved peers over in a file, one a line, without the port for discovery", () => {
    const given = ENODES.map((enode) => `${enode}?discport=30301`).join(",");
    const { exitCode, stdout } = start(clientOf("new", "1", { ETHNODE_RESERVED_PEERS: given }));
    expect(exitCode).toBe(0);
    expect(stdout.split("\n").slice(1, 3)).toEqual(ENODES);
    expect(stdout).toContain("\n--reserved-peers=/tmp/reserved-peers\n");
  });
});
