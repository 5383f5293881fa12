import { mkdirSync } from "node:fs";
import path from "node:path";
import { BootHost } from "./support/boot-host";
import { describeOnHost } from "./support/describe-on-host";
import { shell } from "./support/run-command";

/** All steps between the mount and the client that may speak of a key, in their order. */
const STEPS = [
  "check-disk-paths.sh",
  "check-disk-content.sh",
  "bind-validator-key.sh",
  "prepare-client-directories.sh",
  "adopt-disk-content.sh",
].join(" && ");
const MADE = "mkdir -p parity/validator/keys; echo 0xab >parity/validator/address";

describeOnHost("bind-validator-key.sh", ["unshare"], () => {
  let host: BootHost;
  const inside = (script: string) => shell(`cd ${host.mountPoint}; ${script}`);
  const everything = () =>
    inside("find . -printf '%P %y %U:%G %m %n %l %T@\n' | sort; cat .ethereum-node .validator-volume");

  beforeEach(async () => {
    host = new BootHost();
    await host.prepare();
    mkdirSync(host.mountPoint);
    mkdirSync(path.join(host.directory, "run/ethereum-node-host"));
    await shell(`echo "VOLUME_SEED='none'" >${host.directory}/run/ethereum-node-host/volume`);
    Object.assign(host.settings, {
      VOLUME_ID: "vol-0a",
      CLIENTS: "parity",
      FOREIGN_CLIENTS: "geth",
      CHAIN: "private",
      EXECUTION_DATABASES: "chains",
      NETWORK_IDENTITY_FILES: "parity/network/key",
      NODE_KEY_FILE: "parity/network/key",
      VALIDATOR_DIRECTORY: "parity/validator",
      USES_ENGINE_API: "false",
    });
  });

  afterEach(() => host.remove());

  async function expectBoot(): Promise<string> {
    const { status, stderr } = await host.boot(STEPS);
    expect({ status, stderr }).toEqual({ status: 0, stderr: expect.any(String) });
    return stderr.replaceAll(host.mountPoint, "DISK");
  }

  async function expectRefusal(words: string): Promise<string> {
    const before = await everything();
    const { status, stderr } = await host.boot(STEPS);
    const line = stderr.replaceAll(host.mountPoint, "DISK");
    expect(line).toMatch(/^bind-validator-key: refused: [^\n]+\n$/);
    expect(line).toContain(words);
    expect(status).toBe(78);
    expect(await everything()).toBe(before);
    return stderr;
  }

  /** As on a disk made from a snapshot of the first one. */
  async function becomeCopy(): Promise<void> {
    await inside(
      "mkdir -p parity/chains; echo x >parity/chains/x; mkdir -p parity/network; echo key >parity/network/key",
    );
    await inside(MADE);
    host.settings.VOLUME_ID = "vol-0b";
    await shell(`echo "VOLUME_SEED='snap-0a'" >${host.directory}/run/ethereum-node-host/volume`);
  }

  /** Runs what the refusal tells a person to. */
  async function obey(line: string, command: RegExp): Promise<void> {
    const [, told] = command.exec(line) ?? [];
    expect(told).toBeDefined();
    await shell((told as string).replaceAll("sudo ", ""));
  }

  test("binds a disk without a key to its volume, and has no more to do there once the client has made one", async () => {
    await expectBoot();
    expect(await inside("stat -c '%u:%g %a' .validator-volume; cat .validator-volume")).toBe("0:0 644\nvol-0a");
    await inside(MADE);
    const before = await everything();
    expect(await expectBoot()).toBe("");
    expect(await everything()).toBe(before);
  });

  test("refuses the key of another volume, and says what a person does when the other is gone for good", async () => {
    await expectBoot();
    await becomeCopy();
    const line = await expectRefusal(
      "vol-0b must hold no validator's key but its own, got that of vol-0a in DISK/parity/validator: if no other disk holds this key, run ",
    );
    await expectRefusal("vol-0a");
    await obey(line, /run '(echo vol-0b [^']+)'/);
    expect(await expectBoot()).toContain("whose network identity is removed: parity/network/key");
    expect(await inside("cat .validator-volume parity/validator/address")).toBe("vol-0b\n0xab");
  });

  test("refuses it, and says what a person does when the key is in use elsewhere", async () => {
    await expectBoot();
    await becomeCopy();
    await obey(await expectRefusal("vol-0a"), /give the copy up, '([^']+)'/);
    await expectBoot();
    expect(await inside("ls parity; cat .validator-volume")).toBe("chains\nnetwork\nvol-0b");
  });

  test.each([
    ["is gone", "rm .validator-volume"],
    ["is empty", ": >.validator-volume"],
    ["is something else", "printf 'a\\nb\\n' >.validator-volume"],
  ])("refuses a key whose record %s, on the very volume too", async (_case, script) => {
    await expectBoot();
    await inside(`${MADE}; ${script}`);
    const { status, stderr } = await host.boot(STEPS);
    expect([status, stderr]).toEqual([78, expect.stringContaining("got that of an unknown volume in ")]);
    expect(await inside("cat parity/validator/address")).toBe("0xab");
  });

  test("refuses it also where the disk's own record was taken away, and where a link stands for the key", async () => {
    await expectBoot();
    await becomeCopy();
    await inside("rm .ethereum-node; mv parity/validator parity/other; ln -s other parity/validator");
    const { status, stderr } = await host.boot(STEPS);
    expect([status, stderr]).toEqual([78, expect.stringContaining("got that of vol-0a in ")]);
  });

  test("goes on where it was killed in the middle of its writing", async () => {
    await inside("printf vol- >.validator-volume.new");
    await expectBoot();
    expect(await inside("ls -A; cat .validator-volume")).toBe(
      ".ethereum-node\n.validator-volume\nmonitor\nparity\nvol-0a",
    );
  });

  test("does nothing for a client that makes no such key", async () => {
    host.settings.VALIDATOR_DIRECTORY = "";
    await expectBoot();
    expect(await inside("ls -A")).toBe(".ethereum-node\nmonitor\nparity");
  });

  test("refuses a record that is a link, through which it would write elsewhere", async () => {
    await inside("ln -s /etc/machine-id .validator-volume");
    const { status, stderr } = await host.boot(STEPS);
    expect([status, stderr]).toEqual([
      78,
      expect.stringContaining(".validator-volume on vol-0a must be a regular file"),
    ]);
  });
});
