import { once } from "node:events";
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { InstanceMetadata } from "./instance-metadata";

/** One call of the AWS API, as far as tests care. */
export interface AwsCall {
  readonly action: string;
  readonly parameters: URLSearchParams;
  /** When the caller believes it is, from its signature. */
  readonly signedAt: Date;
}

/** An error of the AWS API, or no answer at all. */
export type Fault = { readonly status: number; readonly code: string; readonly message: string } | "no answer";

/** What one host sees of AWS: its metadata service, and the API of the local AWS, with faults where a test wants them. */
export class AwsFront {
  readonly metadata: InstanceMetadata;
  /** Every call that arrived, in order. */
  readonly calls: AwsCall[] = [];
  /** Asked before each call; answers a fault or nothing. */
  fault: (call: AwsCall) => Fault | undefined = () => undefined;
  /** May change what the local AWS answers. */
  disguise: (call: AwsCall, answer: string) => string = (_, answer) => answer;
  /** Told of every call that the local AWS carried out, before the caller is. */
  afterwards: (call: AwsCall) => Promise<void> = async () => {};
  private readonly server: Server;

  constructor(
    private readonly address: string,
    private readonly emulatorPort: number,
  ) {
    this.metadata = new InstanceMetadata();
    this.server = createServer((incoming, response) => {
      if (incoming.url?.startsWith("/latest/")) {
        void this.metadata.answer(incoming, response);
      } else {
        this.answer(incoming, response).catch(() => response.destroy());
      }
    });
  }

  async start(): Promise<void> {
    this.server.listen(0, this.address);
    await once(this.server, "listening");
  }

  async stop(): Promise<void> {
    this.server.close();
    this.server.closeAllConnections();
    await once(this.server, "close");
  }

  get url(): string {
    return `http://${this.address}:${(this.server.address() as AddressInfo).port}`;
  }

  /** How often an action was called. */
  count(action: string): number {
    return this.calls.filter((call) => call.action === action).length;
  }

  private async answer(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await read(incoming);
    const call = describe(incoming, body);
    this.calls.push(call);
    const fault = this.fault(call);
    if (fault === "no answer") {
      response.destroy();
    } else if (fault !== undefined) {
      response.writeHead(fault.status, { "content-type": "text/xml" }).end(errorBody(incoming, fault));
    } else if (call.action === "UpdateContainerInstancesState") {
      // The local AWS knows no container instances; ECS would have the agent stop the task.
      await this.afterwards(call);
      response
        .writeHead(200, { "content-type": "application/x-amz-json-1.1" })
        .end('{"containerInstances":[],"failures":[]}');
    } else {
      await this.forward(incoming, body, response, call);
    }
  }

  private forward(incoming: IncomingMessage, body: string, response: ServerResponse, call: AwsCall): Promise<void> {
    return new Promise((resolve, reject) => {
      const options = {
        port: this.emulatorPort,
        method: incoming.method,
        path: incoming.url,
        headers: incoming.headers,
      };
      const outgoing = request({ host: "127.0.0.1", ...options }, async (answer) => {
        const content = this.disguise(call, await read(answer));
        if (answer.statusCode === 200) {
          await this.afterwards(call);
        }
        const { "content-length": _, ...headers } = answer.headers;
        response.writeHead(answer.statusCode ?? 502, headers).end(content);
        resolve();
      });
      outgoing.on("error", reject).end(body);
    });
  }
}

async function read(stream: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) {
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString();
}

function describe({ headers, method, url = "" }: IncomingMessage, body: string): AwsCall {
  const parameters = new URLSearchParams(body);
  const target = String(headers["x-amz-target"] ?? "").split(".")[1];
  const records = method === "POST" ? "ChangeResourceRecordSets" : "ListResourceRecordSets";
  const route53 = url.includes("/rrset") ? records : undefined;
  const date = String(headers["x-amz-date"] ?? "");
  const iso = date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z");
  return {
    action: parameters.get("Action") ?? target ?? route53 ?? url,
    parameters: route53 === undefined ? parameters : new URLSearchParams({ body }),
    signedAt: new Date(iso),
  };
}

function errorBody({ headers }: IncomingMessage, { code, message }: Exclude<Fault, string>): string {
  const error = `<Error><Code>${code}</Code><Message>${message}</Message></Error>`;
  return String(headers.authorization).includes("/ec2/")
    ? `<Response><Errors>${error}</Errors><RequestID>0</RequestID></Response>`
    : `<ErrorResponse>${error}<RequestId>0</RequestId></ErrorResponse>`;
}
