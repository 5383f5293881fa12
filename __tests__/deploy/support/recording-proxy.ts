import { createServer, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { RecordedRequest } from "../../iam/support/calls-of-request";

/** Passes requests on to the local AWS, and keeps what was asked and answered. */
export class RecordingProxy {
  readonly requests: RecordedRequest[] = [];
  private readonly server: Server;

  constructor(private readonly target: string) {
    this.server = createServer((incoming, outgoing) => {
      const chunks: Buffer[] = [];
      incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
      incoming.on("end", () => {
        const body = Buffer.concat(chunks);
        const options = { method: incoming.method, headers: { ...incoming.headers, "accept-encoding": "identity" } };
        const passed = request(new URL(incoming.url ?? "/", this.target), options, (answer) => {
          const answered: Buffer[] = [];
          answer.on("data", (chunk: Buffer) => answered.push(chunk));
          answer.on("end", () => {
            const content = Buffer.concat(answered);
            this.requests.push({
              method: incoming.method ?? "",
              url: incoming.url ?? "/",
              service: /Credential=[^/]+\/\d+\/[^/]+\/([^/]+)\//.exec(incoming.headers.authorization ?? "")?.[1] ?? "",
              target: String(incoming.headers["x-amz-target"] ?? ""),
              body: body.toString("utf8"),
              status: answer.statusCode ?? 0,
              answer: content.toString("utf8"),
            });
            outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
            outgoing.end(content);
          });
        });
        passed.on("error", () => outgoing.destroy());
        passed.end(body);
      });
    });
  }

  /** Answers its address. */
  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
    return `http://localhost:${(this.server.address() as AddressInfo).port}`;
  }

  /** What came since the last time. */
  taken(): RecordedRequest[] {
    return this.requests.splice(0);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
