import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import type { TestHost } from "./test-host";

/** Where a host has the certificates that it trusts in this test. */
const TRUSTED = "/etc/test-host/checkpoint-servers.pem";
/** What makes its curl trust them. */
export const TRUSTS_CHECKPOINT_SERVERS = { CURL_CA_BUNDLE: TRUSTED };

/** A beacon API, as far as a host looks at one before the first start. */
export class CheckpointServer {
  private readonly server: Server;
  /** Epoch of the finalized checkpoint; 0 on a node that knows none. */
  epoch = 400_000;
  /** Whether it takes calls and answers none. */
  isSilent = false;

  private constructor(
    private readonly address: string,
    private readonly identity: { readonly key: string; readonly cert: string },
  ) {
    this.server = createServer(identity, ({ url }, response) => {
      if (this.isSilent) {
        return;
      }
      const known = url === "/eth/v1/beacon/states/finalized/finality_checkpoints";
      const checkpoint = (epoch: number) => ({ epoch: String(epoch), root: `0x${"ab".repeat(32)}` });
      const data = {
        previous_justified: checkpoint(this.epoch),
        current_justified: checkpoint(this.epoch),
        finalized: checkpoint(this.epoch),
      };
      response.writeHead(known ? 200 : 404, { "content-type": "application/json" });
      response.end(JSON.stringify({ execution_optimistic: false, finalized: true, data }));
    });
  }

  static async start(address: string): Promise<CheckpointServer> {
    const server = new CheckpointServer(address, newIdentity(address));
    server.server.listen(0, address);
    await once(server.server, "listening");
    return server;
  }

  get url(): string {
    return `https://${this.address}:${(this.server.address() as AddressInfo).port}`;
  }

  /** Makes a host trust it, before the host starts. */
  async makeTrusted(host: TestHost): Promise<void> {
    await host.copy(TRUSTED, this.identity.cert);
  }

  async stop(): Promise<void> {
    this.server.close();
    this.server.closeAllConnections();
    await once(this.server, "close");
  }
}

/** A key and a certificate of its own for this address. */
function newIdentity(address: string): { key: string; cert: string } {
  const folder = mkdtempSync(path.join(tmpdir(), "checkpoint-server-"));
  const [key, cert] = ["key", "cert"].map((file) => path.join(folder, file)) as [string, string];
  const kind = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"];
  const names = ["-subj", `/CN=${address}`, "-addext", `subjectAltName=IP:${address}`];
  execFileSync("openssl", [...kind, ...names, "-keyout", key, "-out", cert], { stdio: "ignore", timeout: 20_000 });
  const identity = { key: readFileSync(key, "utf8"), cert: readFileSync(cert, "utf8") };
  rmSync(folder, { recursive: true });
  return identity;
}
