import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { prepareHostFiles } from "../../../lab/client/host-files";
import { VAR_FILE } from "../../../lab/lab-settings";
import { StateDir } from "../../../machine/state-dir";
import { RPC_HOSTS_FILE } from "../../../modules/host-contract";
import { NODE_NAME_FILE } from "../../../modules/monitor-contract";

test("tells client and monitor the name of the first node, and those that the stack registers for it", () => {
  const state = new StateDir(mkdtempSync(path.join(tmpdir(), "lab-host-")));
  try {
    prepareHostFiles(state);
    const dnsName = /^dns_name += "(.+)"$/m.exec(readFileSync(VAR_FILE, "utf8"))?.[1];
    expect(readFileSync(path.join(state.host, RPC_HOSTS_FILE), "utf8")).toBe(`node-0.${dnsName}\nrpc.${dnsName}\n`);
    expect(readFileSync(path.join(state.host, NODE_NAME_FILE), "utf8")).toBe("node-0\n");
  } finally {
    rmSync(state.root, { recursive: true });
  }
});
