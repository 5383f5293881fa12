import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { NODE_ENV, NODE_ENV_FILE, NODE_ENV_RULES, NODE_ENV_RULES_FILE } from "../../../modules/host-contract";
import { withoutComments } from "../../../modules/node/without-comments";
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
const fromBoot = fetched.filter(({ path }) => path !== NODE_ENV_RULES_FILE);
const [environment, ...inUserData] = cloudConfig.write_files;
const files = [...inUserData, ...fromBoot];

/** As a host gets it. */
function deliveredText(file: string): string {
  const text = readFileSync(path.join(BOOT_DIRECTORY, file), "utf8");
  return file.endsWith(".py") ? text : withoutComments(text);
}

test("delivers every file of boot/ once, scripts executable and units not", () => {
  const delivered = files.map((file) => path.basename(file.path));
  expect(delivered.sort()).toEqual(readdirSync(BOOT_DIRECTORY).sort());
  for (const { content, path: target, permissions } of files) {
    expect(content).toMatch(new RegExp(`^\\$\\{file\\(".*/${path.basename(target)}"\\)\\}$`));
    const executable = (statSync(path.join(BOOT_DIRECTORY, path.basename(target))).mode & 0o100) !== 0;
    expect([target, permissions]).toEqual([target, executable ? "0755" : "0644"]);
  }
});

test("delivers the rules of node.env, which Terraform takes as they are", () => {
  expect(fetched.filter(({ path }) => path === NODE_ENV_RULES_FILE)).toEqual([
    { path: NODE_ENV_RULES_FILE, permissions: "0644", content: NODE_ENV_RULES },
  ]);
  expect(NODE_ENV_RULES).not.toMatch(/[$%]\{/);
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
    content: file.content.startsWith("${file(") ? deliveredText(path.basename(file.path)) : file.content,
  }));
  const characters = Math.ceil(gzipSync(JSON.stringify(all)).length / 3) * 4;
  expect(parts.length * length).toBeGreaterThan(characters);
  expect((parts.length - 2) * length).toBeLessThan(characters);
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

test("gives the scripts every value that they insist on, quoted, and none that no file reads", () => {
  const texts = readdirSync(BOOT_DIRECTORY).map((file) => readFileSync(path.join(BOOT_DIRECTORY, file), "utf8"));
  const wanted = texts.flatMap((text) => /^ *load_settings ((?:.*\\\n)*.+)$/m.exec(text)?.[1]?.match(/\w+/g) ?? []);
  expect(wanted.length).toBeGreaterThan(0);
  expect(Object.keys(NODE_ENV)).toEqual(expect.arrayContaining(wanted));
  const idle = Object.keys(NODE_ENV).filter((key) => !texts.some((text) => new RegExp(`\\b${key}\\b`).test(text)));
  expect(idle).toEqual([]);
  expect(environment?.path).toBe(NODE_ENV_FILE);
  const given = [...(environment?.content.matchAll(/^([A-Z0-9_]+)='[^']*'$/gm) ?? [])].map(([, key]) => key);
  expect(given).toEqual(Object.keys(NODE_ENV));
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
