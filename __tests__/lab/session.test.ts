import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { openSession, requireSession, saveSession } from "../../lab/session";
import { labEnvironment, labVariables } from "../../lab/terraform/terraform";
import { StateDir } from "../../machine/state-dir";

let state: StateDir;
beforeEach(() => {
  state = new StateDir(mkdtempSync(path.join(tmpdir(), "ethnode-lab-")));
  state.create();
});
afterEach(() => rmSync(state.root, { recursive: true, force: true }));

test("a new lab listens at LAB_PORT, or at 4566", () => {
  expect(openSession(state, {}).port).toBe(4566);
  expect(openSession(state, { LAB_PORT: "4680" }).port).toBe(4680);
});

test.each(["0", "65536", "http", "4566.5"])("refuses LAB_PORT %s with the rule and the value", (port) => {
  expect(() => openSession(state, { LAB_PORT: port })).toThrow(`LAB_PORT must be a port, 1 to 65535; got "${port}"`);
});

test("a lab that runs keeps its port, and refuses to be moved", () => {
  saveSession(state, { port: 4680 });
  expect(openSession(state, {}).port).toBe(4680);
  expect(() => openSession(state, { LAB_PORT: "4681" })).toThrow(
    /LAB_PORT must be 4680, .* until `bin\/lab down`; got 4681/,
  );
});

test("says how to start a lab where none is up", () => {
  expect(() => requireSession(state)).toThrow("start it with `bin/lab up`");
});

test("a setting of the caller wins over the lab's, also an empty one; addresses and credentials never", () => {
  const session = {
    port: 4680,
    image: "localhost:4680/lab/geth:1",
    monitorImage: "localhost:4680/lab/monitor:1",
    stateBucket: "b",
  };
  const saved = { ...process.env };
  Object.assign(process.env, {
    ETHNODE_NAME: "mine",
    ETHNODE_STATE_BUCKET: "",
    AWS_ENDPOINT_URL: "https://elsewhere",
    AWS_PROFILE: "p",
  });
  try {
    expect(labEnvironment(state, session)).toMatchObject({
      ETHNODE_NAME: "mine",
      ETHNODE_STATE_BUCKET: "",
      ETHNODE_IMAGE: "localhost:4680/lab/geth:1",
      ETHNODE_MONITOR_IMAGE: "localhost:4680/lab/monitor:1",
      AWS_ENDPOINT_URL: "http://localhost:4680",
      AWS_ACCESS_KEY_ID: "test",
    });
    expect(labEnvironment(state, session)).not.toHaveProperty("AWS_PROFILE");
  } finally {
    process.env = saved;
  }
});

test("names the provider's configuration only once there is one", () => {
  expect(labVariables(state, { port: 4680 })).not.toHaveProperty("TF_CLI_CONFIG_FILE");
});

test("clearing removes one life of the lab and keeps the cache and what is not the lab's", () => {
  const survivors = () => ["cache", "run", "mine"].filter((name) => existsSync(path.join(state.root, name)));
  writeFileSync(path.join(state.root, "mine"), "");
  state.clear(false);
  expect(survivors()).toEqual(["cache", "mine"]);
  state.clear(true);
  expect(survivors()).toEqual(["mine"]);
});
