import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { prepareHostFiles } from "../../../lab/client/host-files";
import { VAR_FILE } from "../../../lab/lab-settings";
import { StateDir } from "../../../machine/state-dir";
import { RPC_HOSTS_FILE } from "../../../modules/host-contract";

test("tells the client the names that the stack registers for the first node", () => {
  const state = new StateDir(mkdtempSync(path.join(tmpdir(), "lab-host-")));
  try {
    prepareHostFiles(state);
    const dnsName = /^dns_name += "(.+)"$/m.exec(readFileSync(VAR_FILE, "utf8"))?.[1];
    expect(readFileSync(path.join(state.host, RPC_HOSTS_FILE), "utf8")).toBe(`node-0.${dnsName}\nrpc.${dnsName}\n`);
  } finally {
    rmSync(state.root, { recursive: true });
  }
});
