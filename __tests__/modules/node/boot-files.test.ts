import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { ENGINE_API_DIRECTORY } from "../../../modules/clients/client-arguments";
import {
  CHECKPOINT_URLS_FILE,
  CLIENT_FACTS_DIRECTORY,
  P2P_ADDRESS_FILE,
  RPC_HOSTS_FILE,
} from "../../../modules/host-contract";
import { INITIALISED_TAG } from "../../../modules/node/chain-volume";
import { roleStatements } from "../../support/policies";
import { resources, synthesize } from "../../support/synthesize";

const BOOT_DIRECTORY = path.resolve(__dirname, "../../../modules/node/boot");
const { node } = synthesize();
type File = { path: string; permissions: string; content: string };
const locals = Object.values(node.locals) as unknown[];
const cloudConfig = locals.find((local) => Object.keys(local as object).includes("write_files")) as {
  write_files: File[];
  runcmd: string[][];
};
const fetched = locals.find((local) => Array.isArray(local)) as File[];
const [environment, ...inUserData] = cloudConfig.write_files;
const files = [...inUserData, ...fetched];

test("delivers every file of boot/ once, scripts executable and units not", () => {
  const delivered = files.map((file) => path.basename(file.path));
  expect(delivered.sort()).toEqual(readdirSync(BOOT_DIRECTORY).sort());
  for (const { content, path: target, permissions } of files) {
    expect(content).toMatch(new RegExp(`^\\$\\{file\\(".*/${path.basename(target)}"\\)\\}$`));
    const executable = (statSync(path.join(BOOT_DIRECTORY, path.basename(target))).mode & 0o100) !== 0;
    expect([target, permissions]).toEqual([target, executable ? "0755" : "0644"]);
  }
});

test("brings in the user data what fetches the rest, and what must be there before the units of the image start", () => {
  expect(inUserData.map((file) => path.basename(file.path)).sort()).toEqual([
    "docker-after-ethereum-node.conf",
    "ecs-after-ethereum-node.conf",
    "fetch-boot-files.service",
    "fetch-boot-files.sh",
    "install-aws-cli.sh",
    "lib.sh",
    "limits.sh",
  ]);
});

test("puts the rest into parameters as long as SSM takes them, none of them empty, with room for all of it", () => {
  const parts = resources(node, "aws_ssm_parameter").filter(({ name }) => String(name).includes("/boot-files/"));
  const slices = parts.map(
    ({ value }) => /^\$\{join\("", \["\.", substr\(local\.\w+, (\d+), (\d+)\)\]\)\}$/.exec(String(value)) ?? [],
  );
  const length = Number(slices[0]?.[2]);
  expect(length).toBeLessThan(4096);
  expect(slices.map(([, from]) => Number(from))).toEqual(parts.map((_, index) => index * length));
  const all = fetched.map((file) => ({
    ...file,
    content: readFileSync(path.join(BOOT_DIRECTORY, path.basename(file.path)), "utf8"),
  }));
  const characters = Math.ceil(gzipSync(JSON.stringify(all)).length / 3) * 4;
  expect(parts.length * length).toBeGreaterThan(characters);
  expect(parts.map(({ name }) => name)).toEqual(parts.map(({ name }) => name).sort());
});

test("lets a host read those parameters and no others", () => {
  const statements = roleStatements(node, /host/)
    .flat()
    .filter(({ Action }) => String(Action).includes("ssm:Get"));
  expect(statements).toEqual([
    expect.objectContaining({
      Action: ["ssm:GetParameters"],
      Resource: [expect.stringMatching(/:parameter\/mainnet-parity\/boot-files\/\*$/)],
    }),
  ]);
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
  expect(environment?.path).toBe("/etc/ethereum-node/node.env");
  const given = [...(environment?.content.matchAll(/^([A-Z0-9_]+)='[^']*'$/gm) ?? [])].map(([, key]) => key);
  const wanted = readdirSync(BOOT_DIRECTORY)
    .map((file) => readFileSync(path.join(BOOT_DIRECTORY, file), "utf8"))
    .flatMap((script) => /^ *load_settings (.+)$/m.exec(script)?.[1]?.split(" ") ?? []);
  expect(wanted.length).toBeGreaterThan(0);
  expect(given).toEqual(expect.arrayContaining([...wanted, "CHAIN_SNAPSHOT_ID"]));
});

test("means the same by the tag and the directories as constructs do", () => {
  const script = (file: string) => readFileSync(path.join(BOOT_DIRECTORY, file), "utf8");
  expect(script("lib.sh")).toContain(`readonly INITIALISED_TAG=${INITIALISED_TAG}\n`);
  expect(script("write-client-facts.sh")).toContain(`=${CLIENT_FACTS_DIRECTORY}\n`);
  for (const file of [P2P_ADDRESS_FILE, RPC_HOSTS_FILE]) {
    expect(script("write-client-facts.sh")).toContain(`write_file "$DIRECTORY/${path.basename(file)}"`);
  }
  expect(script("find-checkpoints.sh")).toContain(`readonly FILE=${CHECKPOINT_URLS_FILE}\n`);
  expect(script("make-jwt-secret.sh")).toContain(`"$MOUNT_POINT/${path.basename(ENGINE_API_DIRECTORY)}/jwt-secret"`);
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
  const [reload, [systemctl, enable, now, noBlock, first] = []] = cloudConfig.runcmd;
  expect(reload).toEqual(["systemctl", "daemon-reload"]);
  expect([systemctl, enable, now, noBlock]).toEqual(["systemctl", "enable", "--now", "--no-block"]);
  const fetch = readFileSync(path.join(BOOT_DIRECTORY, "fetch-boot-files.sh"), "utf8");
  const others = /^readonly UNITS=\((.+)\)$/m.exec(fetch)?.[1]?.split(" ") ?? [];
  expect([first, ...others].sort()).toEqual(asking);
});
