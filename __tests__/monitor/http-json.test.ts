import type { ServerResponse } from "node:http";
import { CallFailure, callJson } from "../../monitor/http-json";
import { type Call, StandIn } from "./support/stand-in-node";

const TIMEOUT_MILLISECONDS = 500;
let server: StandIn | undefined;

afterEach(() => server?.close());

async function ask(answer: (call: Call, response: ServerResponse) => void, hostHeader?: string): Promise<unknown> {
  server = new StandIn(answer);
  const url = await server.listen();
  return (await callJson({ url, hostHeader, timeoutMilliseconds: TIMEOUT_MILLISECONDS })).value;
}

test("gives the JSON that came", async () => {
  expect(await ask((_, response) => response.end('{"one": 1}'))).toEqual({ one: 1 });
});

test("calls by the name that it is told", async () => {
  await ask((_, response) => response.end("1"), "node-0.example.org:8545");
  expect(server?.calls[0]?.request.headers.host).toBe("node-0.example.org:8545");
});

const never = () => undefined;
const drip = (_: Call, response: ServerResponse) => {
  const timer = setInterval(() => response.write(" "), 20);
  response.on("close", () => clearInterval(timer));
};

test.each([
  ["no answer", never, "silent", "no answer within 0.5 s"],
  ["a byte now and then", drip, "silent", "no answer within 0.5 s"],
  [
    "a page",
    (_: Call, response: ServerResponse) => response.end("<!DOCTYPE html>"),
    "garbage",
    'no JSON, but "<!DOCTYPE html>"',
  ],
  ["nothing", (_: Call, response: ServerResponse) => response.end(), "garbage", 'no JSON, but ""'],
  [
    "half an answer",
    (_: Call, response: ServerResponse) => {
      response.setHeader("content-length", "100");
      response.write("{");
      setTimeout(() => response.destroy(), 20);
    },
    "silent",
    "the connection broke",
  ],
  ["a closed connection", ({ request }: Call) => request.socket.destroy(), "silent", "the connection broke"],
  [
    "two megabytes",
    (_: Call, response: ServerResponse) => response.end(`"${"x".repeat(2 * 1024 * 1024)}"`),
    "garbage",
    "an answer of more than 1048576 bytes",
  ],
  [
    "a redirect",
    (_: Call, response: ServerResponse) => response.writeHead(302, { location: "http://127.0.0.1:1/" }).end(),
    "garbage",
    "HTTP status 302",
  ],
  [
    "an error",
    (_: Call, response: ServerResponse) => response.writeHead(500).end("boom\u001b[31m"),
    "garbage",
    'HTTP status 500: "boom\\u001b[31m"',
  ],
] as const)("fails with what came: %s", async (_, answer, kind, message) => {
  const error = await ask(answer).catch((error: CallFailure) => error);
  expect(error).toMatchObject({ kind });
  expect((error as CallFailure).message).toContain(message);
});

test("says that nobody listens, and never where", async () => {
  const call = callJson({ url: "http://127.0.0.1:1/v3/secret-key", timeoutMilliseconds: TIMEOUT_MILLISECONDS });
  const error = await call.catch((error: CallFailure) => error);
  expect(error).toBeInstanceOf(CallFailure);
  expect(error).toMatchObject({ kind: "refused", message: "nobody listens (ECONNREFUSED)" });
});
