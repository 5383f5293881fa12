import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { CLIENT_OWNER } from "../../../support/client-user";
import { BootHost } from "./support/boot-host";
import { describeOnHost } from "./support/describe-on-host";
import { shell } from "./support/run-command";

/** The steps between the mount and the client, without those that need a device. */
const STEPS = [
  "check-disk-paths.sh",
  "check-disk-content.sh",
  "prepare-client-directories.sh",
  "adopt-disk-content.sh",
  "make-jwt-secret.sh",
].join(" && ");
const VOLUME = "vol-0a";

describeOnHost("the steps that look at the content of the chain disk", ["unshare"], () => {
  let host: BootHost;
  const inside = (script: string) => shell(`cd ${host.mountPoint}; ${script}`);
  const everything = () => inside("find . -printf '%P %y %U:%G %m %n %l %T@\n' | sort");

  beforeEach(async () => {
    host = new BootHost();
    await host.prepare();
    mkdirSync(host.mountPoint);
    mkdirSync(path.join(host.directory, "run/ethereum-node-host"));
    host.settings.VOLUME_ID = VOLUME;
    seed("none");
  });

  afterEach(() => host.remove());

  function seed(snapshot: string): void {
    writeFileSync(path.join(host.directory, "run/ethereum-node-host/volume"), `VOLUME_SEED='${snapshot}'\n`);
  }

  async function expectBoot(): Promise<string> {
    const { status, stderr } = await host.boot(STEPS);
    expect({ status, stderr }).toEqual({ status: 0, stderr: expect.any(String) });
    return stderr.replaceAll(host.mountPoint, "DISK");
  }

  async function expectRefusal(words: string): Promise<void> {
    const before = await everything();
    const { status, stderr } = await host.boot(STEPS);
    expect(stderr.replaceAll(host.mountPoint, "DISK")).toMatch(/^[a-z-]+: refused: [^\n]+\n$/);
    expect(stderr.replaceAll(host.mountPoint, "DISK")).toContain(words);
    expect(status).toBe(78);
    expect(await everything()).toBe(before);
  }

  test("give each client its directory and the disk its record, and find nothing to do at the next boot", async () => {
    expect(await expectBoot()).toMatch(/^make-jwt-secret: made DISK\/engine-api\/jwt-secret\n$/);
    expect(await inside("stat -c '%u:%g %a %n' .ethereum-node geth lighthouse engine-api engine-api/jwt-secret")).toBe(
      `0:0 644 .ethereum-node\n${CLIENT_OWNER} 755 geth\n${CLIENT_OWNER} 755 lighthouse\n${CLIENT_OWNER} 700 engine-api\n${CLIENT_OWNER} 600 engine-api/jwt-secret`,
    );
    const before = await everything();
    expect(await expectBoot()).toBe("");
    expect(await everything()).toBe(before);
  });

  test("take a disk over from the user of older versions, file by file, and once", async () => {
    await inside("mkdir -p geth/chaindata engine-api; echo x >geth/chaindata/a;");
    await inside(
      `printf %064d 0 >engine-api/jwt-secret; chmod 600 engine-api/jwt-secret; chown -R 1000:1000 geth engine-api`,
    );
    await expectBoot();
    const owned = "find geth lighthouse engine-api -printf '%U:%G\\n' | sort --unique";
    expect(await inside(owned)).toBe(CLIENT_OWNER);
    await inside("chown 1000:1000 geth/chaindata/a");
    await expectBoot();
    expect(await inside("stat -c %u:%g geth/chaindata/a")).toBe("1000:1000");
  });

  test("own a tree without following its links", async () => {
    await inside("mkdir -p geth/chaindata; echo x >geth/chaindata/a; ln -s chaindata/a geth/link; ln -s . geth/self");
    await expectBoot();
    expect(await inside("stat -c '%u:%g' geth geth/chaindata/a geth/link geth/self | uniq -c | tr -s ' '")).toBe(
      `4 ${CLIENT_OWNER}`,
    );
  });

  test.each([
    ["ln -s /srv geth", "DISK/geth on vol-0a must be a directory with one name, got a symbolic link"],
    ["ln -s /etc engine-api", "DISK/engine-api on vol-0a must be a directory with one name, got a symbolic link"],
    [
      "mkdir engine-api; mkfifo engine-api/jwt-secret",
      "jwt-secret on vol-0a must be a regular file with one name, got a fifo",
    ],
    ["mkdir engine-api; echo x >y; ln y engine-api/jwt-secret", "got a regular file with 2"],
    [
      "mkdir engine-api; ln -s /etc/machine-id engine-api/jwt-secret",
      "jwt-secret on vol-0a must be a regular file with one name, got a symbolic link",
    ],
    ["ln -s nowhere geth", "DISK/geth on vol-0a must be a directory with one name, got a symbolic link"],
    ["echo x >geth", "DISK/geth on vol-0a must be a directory with one name, got a regular file"],
    ["ln -s nowhere .ethereum-node", "DISK/.ethereum-node on vol-0a must be a regular file"],
    [
      "mkdir -p lighthouse/beacon; ln -s /etc lighthouse/beacon/network",
      "DISK/lighthouse on vol-0a must hold no link that leads out of it, got DISK/lighthouse/beacon/network",
    ],
    ["ln -s nowhere .disk-probe", "DISK/.disk-probe on"],
    [
      "mkdir -p geth/a; ln -s ../.. geth/a/b",
      "DISK/geth on vol-0a must hold no link that leads out of it, got DISK/geth/a/b",
    ],
    ["mkdir -p teku; ln -s /etc lighthouse", "DISK/lighthouse on"],
    ["mkdir engine-api; echo none >engine-api/jwt-secret", "must hold 64 hex digits"],
    ["mkdir -p besu/x", "another execution client than CLIENTS 'geth lighthouse', got DISK/besu"],
    ["ln -s nowhere besu", "another execution client than CLIENTS 'geth lighthouse', got DISK/besu"],
    [
      "mkdir geth-of-before",
      "must hold the chain of geth in DISK/geth/geth/chaindata, got 'geth-of-before' at the top",
    ],
    ["mkdir chaindata", "sudo mkdir --parents DISK/geth/geth && sudo mv DISK/chaindata DISK/geth/geth/'"],
    ["echo 'a b' >.ethereum-node", "DISK/.ethereum-node on vol-0a must be the record that a host wrote"],
    ["echo 'CHAIN=mainnet' >.ethereum-node", "DISK/.ethereum-node on vol-0a must be the record that a host wrote"],
  ])("refuse %j", async (script, words) => {
    await inside(script);
    await expectRefusal(words);
  });

  test.each([
    "true",
    "mkdir -p geth/.x lighthouse",
    "mkdir -p geth/geth/chaindata",
    "mkdir -p geth/keystore",
    "mkdir -p geth/.ethereum/chaindata",
  ])("refuse a disk from a snapshot with no more than %j", async (script) => {
    seed("snap-0a");
    await inside(script);
    await expectRefusal("made from a snapshot, must hold the chain of geth in DISK/geth/geth/chaindata");
  });

  describe("on a disk that was used", () => {
    beforeEach(async () => {
      await inside("mkdir -p geth/geth/chaindata; echo x >geth/geth/chaindata/x; echo key >geth/geth/nodekey");
      await expectBoot();
    });

    const secret = () => readFileSync(path.join(host.mountPoint, "engine-api/jwt-secret"), "utf8");

    test.each([
      ["CHAIN", "sepolia", "CHAIN must be 'mainnet', for which the data on vol-0a was made, got 'sepolia'"],
      ["CHAIN_GENESIS_SHA256", "0".repeat(64), "CHAIN_GENESIS_SHA256 must be '', for which the data"],
      ["NODE_TYPE", "archive", "NODE_TYPE must be 'full', for which the data on vol-0a was made, got 'archive'"],
    ])("refuse another %s until its data is moved away", async (name, value, words) => {
      host.settings[name] = value;
      await expectRefusal(words);
      await inside("mv geth geth-of-before");
      await expectBoot();
      expect(await inside("cat .ethereum-node")).toContain(`\n${name}=${value}`);
    });

    test("take another consensus client and a node type that may follow", async () => {
      Object.assign(host.settings, {
        CLIENTS: "geth teku",
        NODE_TYPE: "history-expired",
        NODE_TYPE_MAY_FOLLOW: "full",
      });
      await expectBoot();
      expect(await inside("cat .ethereum-node")).toContain("CLIENTS=geth teku\nCHAIN=mainnet");
    });

    test("keep its identity on the same volume, and take it away on another", async () => {
      const before = secret();
      expect(await expectBoot()).toBe("");
      expect(await inside("cat geth/geth/nodekey")).toBe("key");
      host.settings.VOLUME_ID = "vol-0b";
      seed("snap-0a");
      expect(await expectBoot()).toContain(
        "adopt-disk-content: vol-0b was written through another volume, whose network identity is removed: geth/geth/nodekey engine-api/jwt-secret\n",
      );
      expect(await inside("ls geth/geth")).toBe("chaindata");
      expect(secret()).not.toBe(before);
      await inside("echo new >geth/geth/nodekey");
      expect(await expectBoot()).toBe("");
      expect(await inside("cat geth/geth/nodekey")).toBe("new");
    });

    test("take a foreign secret away even if it is none", async () => {
      await inside("echo none >engine-api/jwt-secret");
      host.settings.VOLUME_ID = "vol-0b";
      await expectBoot();
      expect(secret()).toMatch(/^[0-9a-f]{64}$/);
    });

    test("go on where they were killed between the removal and the record", async () => {
      await inside("rm geth/geth/nodekey engine-api/jwt-secret; echo half >.ethereum-node.new");
      host.settings.VOLUME_ID = "vol-0b";
      expect(await expectBoot()).toContain("made DISK/engine-api/jwt-secret");
      expect(await inside("grep VOLUME_ID .ethereum-node; ls -A . geth/geth")).toBe(
        "VOLUME_ID=vol-0b\n.:\n.ethereum-node\nengine-api\ngeth\nlighthouse\nmonitor\n\ngeth/geth:\nchaindata",
      );
    });
  });
});
