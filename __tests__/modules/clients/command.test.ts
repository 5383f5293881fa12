import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { ClientRun } from "../../../modules/clients/node-profile";
import { everyChoice } from "../../../stacks/settings/every-choice";
import { nodeClients } from "../../support/node-clients";

// Recorded from source or documentation, which each file names; what geth takes, geth itself tells, see __tests__/docker/.
const RECORDED = path.join(__dirname, "accepted-flags");
const runs = new Map<string, { run: ClientRun; command: readonly string[] }[]>();
for (const environment of everyChoice()) {
  for (const run of nodeClients(environment).all) {
    const { name } = run.profile;
    runs.set(name, [...(runs.get(name) ?? []), { run, command: run.command }]);
  }
}

function accepted(file: string): string[] {
  return readFileSync(path.join(RECORDED, file), "utf8")
    .split("\n")
    .filter((line) => line.startsWith("--"));
}

const flagsOf = (command: readonly string[]) =>
  command.filter((argument) => argument.startsWith("--")).map((argument) => argument.split("=")[0] as string);

describe.each([...runs.keys()].filter((name) => name !== "geth"))("%s", (name) => {
  test("is given flags that its recorded list has, each once", () => {
    const known = accepted(`${name}.txt`);
    expect(known.length).toBeGreaterThan(100);
    for (const { command } of runs.get(name) ?? []) {
      const flags = flagsOf(command);
      expect(flags.filter((flag) => !known.includes(flag))).toEqual([]);
      expect(new Set(flags).size).toBe(flags.length);
    }
  });

  test("has a list that names the pinned version and its source", () => {
    const [{ run }] = runs.get(name) as [{ run: ClientRun }, ...unknown[]];
    const { version } = run.profile;
    const header = readFileSync(path.join(RECORDED, `${name}.txt`), "utf8").split("\n--")[0] ?? "";
    expect(header).toContain(version.replace("multiarch-", ""));
    expect(header).toMatch(/[0-9a-f]{9,40}|tag/);
  });
});

test("nimbus begins from a checkpoint with flags that its recorded list has", () => {
  const known = accepted("nimbus.trusted-node-sync.txt");
  const commands = (runs.get("nimbus") ?? []).map(({ run }) => run.checkpointSyncCommand);
  expect(commands.length).toBeGreaterThan(0);
  for (const command of commands) {
    expect(flagsOf(command).filter((flag) => !known.includes(flag))).toEqual([]);
  }
});

test("no list is left of a client that is gone", () => {
  const names = readdirSync(RECORDED).map((file) => file.split(".")[0] as string);
  expect(names.filter((name) => !runs.has(name))).toEqual([]);
});
