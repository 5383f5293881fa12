import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

const TOKEN = "metadata-token";

/**
 * Instance metadata with the token of IMDSv2. MiniStack has one too, but with a fixed public IPv4 of 127.0.0.1 that cannot
 * be absent, and an instance id that none of its instances has.
 */
export class MetadataServer {
  /** Values by their path below meta-data/; every other path answers 404. */
  readonly values: Record<string, string> = {};
  /** Status of every answer while set, as from a service out of order. */
  brokenStatus: number | undefined;
  private readonly server: Server = createServer((request, response) => {
    if (request.method === "PUT" && request.url === "/latest/api/token") {
      const allowed = request.headers["x-aws-ec2-metadata-token-ttl-seconds"] !== undefined;
      response.writeHead(allowed ? 200 : 400).end(allowed ? TOKEN : "");
      return;
    }
    const value = this.values[(request.url ?? "").replace("/latest/meta-data/", "")];
    if (request.headers["x-aws-ec2-metadata-token"] !== TOKEN) {
      response.writeHead(401).end();
    } else {
      response.writeHead(this.brokenStatus ?? (value === undefined ? 404 : 200)).end(value);
    }
  });

  async start(): Promise<void> {
    this.server.listen(0, "127.0.0.1");
    await once(this.server, "listening");
  }

  async stop(): Promise<void> {
    this.server.close();
    this.server.closeAllConnections();
    await once(this.server, "close");
  }

  get environment(): Readonly<Record<string, string>> {
    return { AWS_EC2_METADATA_SERVICE_ENDPOINT: `http://127.0.0.1:${(this.server.address() as AddressInfo).port}` };
  }
}
