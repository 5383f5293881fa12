import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { InstanceMetadata } from "../../../../host/support/instance-metadata";

/**
 * The metadata service of one instance, on loopback. MiniStack has one too, but with a fixed public IPv4 of 127.0.0.1 that
 * cannot be absent, and an instance id that none of its instances has.
 */
export class MetadataServer {
  private readonly instance = new InstanceMetadata();
  /** Values by their path below meta-data/; every other path answers 404. */
  readonly values = this.instance.values;
  /** Status of every answer while set, as from a service out of order. */
  brokenStatus: number | undefined;
  private readonly server: Server = createServer((request, response) => {
    if (this.brokenStatus === undefined || request.method === "PUT") {
      void this.instance.answer(request, response);
    } else {
      response.writeHead(this.brokenStatus).end();
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
