import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

const ROOT = path.resolve(__dirname, "..");
/** Folders and files from the ground up: each imports from itself and from those before it, never from one after it. */
const ORDER = [
  "modules/source-error.ts",
  "modules/host-contract.ts",
  "modules/monitor-contract.ts",
  "monitor",
  "modules/aws",
  "modules/clients",
  "modules/image",
  "modules/fleet",
  "modules/node",
  "modules",
  "stacks/variable-names.ts",
  "stacks/settings",
  "stacks/variables",
  "stacks",
  "library",
  "main.ts",
  "bench",
  "process",
  "machine",
  "pins",
  "cdktn",
  "publish",
  "preflight",
  "plan",
  "cost",
  "review",
  "delivery",
  "terraform-module",
  "lab/lab-settings.ts",
  "lab/session.ts",
  "lab/emulator",
  "lab/running-lab.ts",
  "lab/client",
  "lab/terraform",
  "lab/shell",
  "lab/verbs",
  "lab",
  "__tests__",
];
const isIn = (part: string, file: string) => file === part || file.startsWith(`${part}/`);
const rooms = [...new Set(ORDER.map((part) => part.split("/")[0] as string))];
const everything = rooms.flatMap((room) =>
  room.endsWith(".ts")
    ? [room]
    : readdirSync(path.join(ROOT, room), { recursive: true, encoding: "utf8" })
        .filter((file) => file.endsWith(".ts") && !/^(\.state|dist\/)/.test(file))
        .map((file) => path.join(room, file))
        .sort(),
);
const product = everything.filter((file) => !isIn("__tests__", file));
const code = (file: string) => readFileSync(path.join(ROOT, file), "utf8");
/** Of a file that stands in several parts of the order, the narrowest counts. */
const levelOf = (file: string) => {
  const parts = ORDER.filter((part) => isIn(part, file)).sort((one, other) => other.length - one.length);
  return ORDER.indexOf(parts[0] as string);
};
/** The project's own files that a file imports. */
const importsOf = (file: string) =>
  [...code(file).matchAll(/(?:from|import\(|require\() ?"(\.{1,2}\/[^"]+)"/g)]
    .map(([, name]) => path.join(path.dirname(file), name as string))
    .map((name) => everything.find((other) => other === `${name}.ts`))
    .filter((name) => name !== undefined);
/** The files that do not keep a rule, so that one wrong file is one readable failure. */
const offenders = (files: readonly string[], keeps: (text: string, file: string) => boolean) =>
  files.filter((file) => !keeps(code(file), file));

test("every file is found", () => {
  expect(everything.length).toBeGreaterThan(300);
  expect(new Set(product.map(levelOf)).size).toBe(ORDER.length - 1);
});

test("folders call each other in one direction only", () => {
  const upwards = product.flatMap((file) =>
    importsOf(file)
      .filter((other) => levelOf(other) > levelOf(file))
      .map((other) => `${file} imports ${other}`),
  );
  expect(upwards).toEqual([]);
});

test("no file imports a whole provider, which costs seconds and 570 MB", () => {
  const whole = /(from|require\(|import\()\s*["']@cdktf\/provider-(aws|docker)(\/lib(\/index)?)?["']/;
  expect(offenders(everything, (text) => !whole.test(text))).toEqual([]);
});

test("modules make no provider, backend, variable or output and read no environment", () => {
  // A provider of identities is a resource.
  const made =
    /new (\w*(?<!OpenidConnect)Provider|\w*Backend|TerraformVariable|TerraformOutput|TerraformStack)\(|process\.env/;
  const modules = everything.filter((file) => isIn("modules", file));
  expect(offenders(modules, (text) => !made.test(text))).toEqual([]);
});

// So that README's commands work after `npm ci --omit=dev` too.
test("only tests import packages that are for tests only", () => {
  const { devDependencies } = JSON.parse(code("package.json"));
  const packagesOf = (text: string) =>
    [...text.matchAll(/(?:from|import\() ?"((?:@[^/"]+\/)?[^./"][^/"]*)/g)].map(([, name]) => name as string);
  expect(offenders(product, (text) => !packagesOf(text).some((name) => Object.hasOwn(devDependencies, name)))).toEqual(
    [],
  );
});

test("every file has a name in kebab case", () => {
  const kebab = /^[a-z0-9]+(-[a-z0-9]+)*(\.test)?\.ts$/;
  expect(everything.filter((file) => !kebab.test(path.basename(file)))).toEqual([]);
});

/** Rooms whose tests stand in a folder of the same path. */
const MIRRORED = [
  "modules",
  "monitor",
  "stacks",
  "library",
  "terraform-module",
  "lab",
  "machine",
  "process",
  "pins",
  "cdktn",
  "publish",
  "preflight",
  "delivery",
  "plan",
  "review",
  "cost",
];
/** What is tested, by path without its ending. */
const sources = new Set(
  MIRRORED.flatMap((room) =>
    readdirSync(path.join(ROOT, room), { recursive: true, encoding: "utf8" })
      .filter((file) => /^[^.]*(\.(ts|sh|py))?$/.test(file))
      .map((file) => path.join(room, file.replace(/\.\w+$/, ""))),
  ),
);
/** A test is named as what it tests, or after its last words, and may add some of its own: ship-logs-rounds. */
function hasSource(test: string): boolean {
  const folder = path.dirname(test);
  const words = path.basename(test).split("-");
  const names = words.map((_, index) => words.slice(0, index + 1).join("-"));
  return [...sources]
    .filter((source) => path.dirname(source) === folder)
    .some((source) => names.some((name) => `-${path.basename(source)}`.endsWith(`-${name}`)));
}

test("every test of a room has the source file or folder that its path says", () => {
  const tests = everything
    .filter((file) => file.endsWith(".test.ts"))
    .map((file) => path.relative("__tests__", file).replace(/\.test\.ts$/, ""))
    .filter((file) => MIRRORED.some((room) => isIn(room, file)));
  expect(tests.length).toBeGreaterThan(60);
  expect(tests.filter((file) => !hasSource(file))).toEqual([]);
});

const BOOT = "modules/node/boot";
/** The programs of the boot that have no test of their name: where their behaviour is tested, and the words that say so there. */
const TESTED_ELSEWHERE: Readonly<Record<string, readonly [file: string, words: string]>> = {
  "adopt-disk-content.sh": [`${BOOT}/disk-content.test.ts`, '"adopt-disk-content.sh"'],
  "attach-chain-disk.sh": ["host/takeover.test.ts", "to exactly one of two that race for it"],
  "check-chain-disk.sh": ["host/stop.test.ts", "stops the client when the file system turns read-only"],
  "check-disk-content.sh": [`${BOOT}/disk-content.test.ts`, '"check-disk-content.sh"'],
  "check-disk-paths.sh": ["host/disk-content.test.ts", "a host refuses a disk that leads elsewhere"],
  "claim-elastic-ip.sh": ["host/boot.test.ts", "with the Elastic IP of its node"],
  "cloudwatch.py": [`${BOOT}/ship-logs.test.ts`, "import cloudwatch"],
  "drain-task.sh": ["host/stop.test.ts", "a host stops in order: client, file system, volume, name"],
  "enode.py": ["docker/private-chain.test.ts", "enode.py"],
  "fetch-boot-files.sh": ["host/unreliable-aws.test.ts", "when SSM refuses for a while"],
  "find-checkpoints.sh": ["host/clients.test.ts", "a host asks the checkpoint URLs"],
  "grow-file-system.sh": ["host/boot.test.ts", "grows the file system of a volume that grew meanwhile"],
  "install-aws-cli.sh": ["host/refusals.test.ts", "while there is no AWS CLI and none can be installed"],
  "journal.py": [`${BOOT}/ship-logs-rounds.test.ts`, "on a real journal"],
  "lib.py": [`${BOOT}/ship-logs-rounds.test.ts`, "CALL_SECONDS"],
  "limits.sh": [`${BOOT}/lib.test.ts`, "gives a command its time and no more"],
  "log-enode.sh": ["host/enode.test.ts", "a host tells the enode URL"],
  "make-jwt-secret.sh": [`${BOOT}/disk-content.test.ts`, '"make-jwt-secret.sh"'],
  "mark-chain-volume.sh": ["host/boot.test.ts", "whose tag is missing, and sets it again"],
  "mount-chain-disk.sh": ["host/refusals.test.ts", "to mount over files on the root disk"],
  "prepare-client-directories.sh": [`${BOOT}/disk-content.test.ts`, '"prepare-client-directories.sh"'],
  "watch-termination.sh": ["host/stop.test.ts", "when its group terminates it, with signs of life"],
};

test("every program of the boot has a test of its name, or the table says where it is tested", () => {
  const programs = readdirSync(path.join(ROOT, BOOT)).filter((file) => /\.(sh|py)$/.test(file));
  expect(programs.length).toBeGreaterThan(30);
  const untested = programs.filter((file) => {
    const ofItsName = path.join("__tests__", BOOT, file.replace(/\.\w+$/, ".test.ts"));
    return !everything.includes(ofItsName) || !code(ofItsName).includes(file);
  });
  expect(untested).toEqual(Object.keys(TESTED_ELSEWHERE).sort());
  const without = Object.entries(TESTED_ELSEWHERE).filter(
    ([, [file, words]]) => !code(`__tests__/${file}`).includes(words),
  );
  expect(without).toEqual([]);
});
