import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** A beacon API, as far as a host looks at one before the first start. */
export class CheckpointServer {
  private readonly server: Server;
  /** Epoch of the finalized checkpoint; 0 on a node that knows none. */
  epoch = 400_000;
  /** Whether it takes calls and answers none. */
  isSilent = false;

  private constructor(private readonly address: string) {
    this.server = createServer(({ url }, response) => {
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
    const server = new CheckpointServer(address);
    server.server.listen(0, address);
    await once(server.server, "listening");
    return server;
  }

  get url(): string {
    return `http://${this.address}:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.close();
    this.server.closeAllConnections();
    await once(this.server, "close");
  }
}
