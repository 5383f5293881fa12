import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { ensureDockerEngine } from "../../machine/docker-engine";
import { PersonNeeded } from "../../machine/person-needed";
import { StateDir } from "../../machine/state-dir";

const environment = { ...process.env };
const state = new StateDir(mkdtempSync(path.join(tmpdir(), "engine-")));
afterEach(() => {
  process.env = { ...environment };
  jest.restoreAllMocks();
});
afterAll(() => rmSync(state.root, { recursive: true }));

test("an engine that DOCKER_HOST names is the user's to start", async () => {
  process.env.DOCKER_HOST = `unix://${state.root}/docker.sock`;
  const refusal = ensureDockerEngine(state, () => {});
  await expect(refusal).rejects.toThrow(PersonNeeded);
  await expect(refusal).rejects.toThrow(`does not answer at DOCKER_HOST=unix://${state.root}/docker.sock`);
});

test("without root the commands are told that install an engine and let the user talk to it", async () => {
  delete process.env.DOCKER_HOST;
  process.env.PATH = state.root;
  jest.spyOn(process, "getuid" as never).mockReturnValue(1000 as never);
  const refusal = ensureDockerEngine(state, () => {});
  await expect(refusal).rejects.toThrow(PersonNeeded);
  await expect(refusal).rejects.toThrow(/docker\.io[\s\S]*sudo usermod --append --groups docker "\$USER"/);
});
