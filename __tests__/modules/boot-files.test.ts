import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { INITIALISED_TAG } from "../../modules/chain-volume";
import { ENGINE_API_DIRECTORY } from "../../modules/clients/node-clients";
import {
  CHECKPOINT_URLS_FILE,
  CLIENT_FACTS_DIRECTORY,
  P2P_ADDRESS_FILE,
  RPC_HOSTS_FILE,
} from "../../modules/host-paths";
import { synthesize } from "../support/synthesize";

const BOOT_DIRECTORY = path.resolve(__dirname, "../../modules/boot");
const [cloudConfig] = Object.values(synthesize().node.locals) as {
  write_files: { path: string; permissions: string; content: string }[];
  runcmd: string[][];
}[];
const files = cloudConfig?.write_files ?? [];

test("delivers every file of boot/, scripts executable and units not", () => {
  const delivered = files
    .filter(({ content }) => content.startsWith("${file("))
    .map((file) => path.basename(file.path));
  expect(delivered.sort()).toEqual(readdirSync(BOOT_DIRECTORY).sort());
  for (const { path: target, permissions } of files.slice(1)) {
    const executable = (statSync(path.join(BOOT_DIRECTORY, path.basename(target))).mode & 0o100) !== 0;
    expect([target, permissions]).toEqual([target, executable ? "0755" : "0644"]);
  }
});

test("puts every script where the units look for it", () => {
  const targets = files.map((file) => file.path);
  const started = files
    .filter((file) => file.path.endsWith(".service"))
    .flatMap(
      (unit) => readFileSync(path.join(BOOT_DIRECTORY, path.basename(unit.path)), "utf8").match(/\/opt\/\S+/g) ?? [],
    );
  expect(started.length).toBeGreaterThan(0);
  expect(targets).toEqual(expect.arrayContaining(started));
});

test("gives the scripts every value that they insist on, quoted", () => {
  const environment = files[0];
  expect(environment?.path).toBe("/etc/ethereum-node/node.env");
  const given = [...(environment?.content.matchAll(/^([A-Z_]+)='[^']*'$/gm) ?? [])].map(([, key]) => key);
  const wanted = readdirSync(BOOT_DIRECTORY)
    .map((file) => readFileSync(path.join(BOOT_DIRECTORY, file), "utf8"))
    .flatMap((script) => /^ *load_settings (.+)$/m.exec(script)?.[1]?.split(" ") ?? []);
  expect(wanted.length).toBeGreaterThan(0);
  expect(given).toEqual(expect.arrayContaining([...wanted, "CHAIN_SNAPSHOT_ID"]));
});

test("means the same by the tag, the directories and the user as constructs and image do", () => {
  const script = (file: string) => readFileSync(path.join(BOOT_DIRECTORY, file), "utf8");
  expect(script("lib.sh")).toContain(`readonly INITIALISED_TAG=${INITIALISED_TAG}\n`);
  expect(script("write-client-facts.sh")).toContain(`=${CLIENT_FACTS_DIRECTORY}\n`);
  for (const file of [P2P_ADDRESS_FILE, RPC_HOSTS_FILE]) {
    expect(script("write-client-facts.sh")).toContain(`write_file "$DIRECTORY/${path.basename(file)}"`);
  }
  expect(script("find-checkpoints.sh")).toContain(`readonly FILE=${CHECKPOINT_URLS_FILE}\n`);
  expect(script("make-jwt-secret.sh")).toContain(`"$MOUNT_POINT/${path.basename(ENGINE_API_DIRECTORY)}/jwt-secret"`);
  const [, user] =
    /^USER (.+)$/m.exec(readFileSync(path.join(BOOT_DIRECTORY, "../../docker/Dockerfile"), "utf8")) ?? [];
  expect(script("lib.sh")).toContain(`readonly CLIENT_OWNER=${user}\n`);
});

test("adds to the units of the image under their own names", () => {
  expect(files.map((file) => file.path).filter((target) => target.endsWith(".conf"))).toEqual([
    "/etc/systemd/system/docker.service.d/docker-after-ethereum-node.conf",
    "/etc/systemd/system/ecs.service.d/ecs-after-ethereum-node.conf",
  ]);
});

test("enables every unit that asks for it, without waiting: ECS waits for cloud-init", () => {
  const asking = readdirSync(BOOT_DIRECTORY).filter((file) =>
    readFileSync(path.join(BOOT_DIRECTORY, file), "utf8").includes("\n[Install]\n"),
  );
  const [reload, [systemctl, enable, now, noBlock, ...units] = []] = cloudConfig?.runcmd ?? [];
  expect(reload).toEqual(["systemctl", "daemon-reload"]);
  expect([systemctl, enable, now, noBlock]).toEqual(["systemctl", "enable", "--now", "--no-block"]);
  expect([...units].sort()).toEqual(asking);
});
