import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { Aws } from "../../../preflight/aws";

/** What a call asked for: its parameters by name. */
export type Parameters = Readonly<Record<string, string>>;

/** Answers of AWS, each in the protocol of its service. */
export interface Reply {
  readonly status: number;
  readonly body: string;
}

/** By operation; the list's first answer is that to the first call, its last stands for all further ones. */
type Answers = Readonly<Record<string, readonly ((parameters: Parameters) => Reply | undefined)[]>>;

/** AWS on loopback, which the real SDK asks over HTTP. It answers what a test says, and refuses what it does not know. */
export class AnsweringAws {
  /** Operations and their parameters, in the order of the calls. */
  readonly calls: { readonly operation: string; readonly parameters: Parameters }[] = [];
  private answers: Answers = {};
  private readonly server: Server;
  private readonly environment = { ...process.env };

  constructor() {
    this.server = createServer(async (request, response) => {
      const { operation, parameters } = await readCall(request);
      const sequence = this.answers[operation] ?? [];
      const before = this.calls.filter((call) => call.operation === operation).length;
      this.calls.push({ operation, parameters });
      const answer = sequence[Math.min(before, sequence.length - 1)];
      const reply = answer === undefined ? ec2Error("InvalidAction", operation) : answer(parameters);
      // Without one it stays silent, as a service does whose packets are dropped.
      if (reply !== undefined) {
        response.writeHead(reply.status).end(reply.body);
      }
    });
  }

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
    Object.assign(process.env, {
      AWS_ENDPOINT_URL: `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`,
      AWS_ACCESS_KEY_ID: "key",
      AWS_SECRET_ACCESS_KEY: "secret",
      AWS_EC2_METADATA_DISABLED: "true",
      AWS_CONFIG_FILE: "/dev/null",
      AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
    });
  }

  /** The client of preflight, with these answers. */
  answering(answers: Answers, callSeconds?: number): Aws {
    this.calls.length = 0;
    this.answers = answers;
    return new Aws("eu-central-1", callSeconds);
  }

  async stop(): Promise<void> {
    process.env = this.environment;
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

async function readCall(request: IncomingMessage) {
  const body = await text(request);
  const target = request.headers["x-amz-target"];
  if (target !== undefined) {
    return { operation: String(target).split(".")[1] as string, parameters: JSON.parse(body) as Parameters };
  }
  const { Action: operation = "", ...parameters } = Object.fromEntries(new URLSearchParams(body));
  return { operation, parameters };
}

/** Of a service that speaks JSON. */
export const json =
  (body: object, status = 200) =>
  (): Reply => ({ status, body: JSON.stringify(body) });

/** Its error. */
export const jsonError = (code: string, status = 400) => json({ __type: code, message: `${code}, it says` }, status);

/** Of EC2: its XML, in which a list is of items. */
export const ec2 = (body: object) => (): Reply => ({ status: 200, body: `<Response>${xml(body)}</Response>` });

/** Error of EC2. */
export const ec2Refuses =
  (code: string, status = 400) =>
  (): Reply =>
    ec2Error(code, `${code}, it says`, status);

/** Of STS: who the caller is. */
export const callerIdentity = (): Reply => {
  const identity = xml({ Arn: "arn:aws:iam::111122223333:user/operator", Account: "111122223333" });
  const body = `<GetCallerIdentityResponse><GetCallerIdentityResult>${identity}</GetCallerIdentityResult></GetCallerIdentityResponse>`;
  return { status: 200, body };
};

/** Error of STS. */
export const stsRefuses = (Code: string) => (): Reply => ({
  status: 403,
  body: `<ErrorResponse><Error>${xml({ Type: "Sender", Code, Message: Code })}</Error></ErrorResponse>`,
});

function ec2Error(Code: string, Message: string, status = 400): Reply {
  return { status, body: `<Response><Errors><Error>${xml({ Code, Message })}</Error></Errors></Response>` };
}

function xml(value: unknown): string {
  if (Array.isArray(value)) {
    return value.map((item) => `<item>${xml(item)}</item>`).join("");
  }
  if (typeof value !== "object" || value === null) {
    return String(value);
  }
  return Object.entries(value)
    .map(([key, inner]) => `<${key}>${xml(inner)}</${key}>`)
    .join("");
}
