import { type IncomingMessage, request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";

const MAXIMUM_BYTES = 1024 * 1024;
const SHOWN_CHARACTERS = 60;

/** Why a call failed: nobody listens, no whole answer in time, or one that is not what it should be. */
export type FailureKind = "refused" | "silent" | "garbage";

/** A call that brought nothing. Its message never holds the URL, which may hold somebody's key. */
export class CallFailure extends Error {
  constructor(
    readonly kind: FailureKind,
    message: string,
  ) {
    super(message);
  }
}

/** One call. */
export interface JsonCall {
  readonly url: string;
  /** Sent as JSON by POST. @default it is a GET */
  readonly body?: unknown;
  /** Instead of the name in the URL. */
  readonly hostHeader?: string | undefined;
  /** For the whole of it. */
  readonly timeoutMilliseconds: number;
}

/** What came. */
export interface JsonAnswer {
  readonly value: unknown;
  /** The Date header, in seconds since 1970; null without one. */
  readonly dateSeconds: number | null;
}

/** Makes one call, bounded in time and size, on a connection of its own, and follows nothing. */
export function callJson(call: JsonCall): Promise<JsonAnswer> {
  const body = call.body === undefined ? undefined : JSON.stringify(call.body);
  const request = call.url.startsWith("https:") ? requestHttps : requestHttp;
  return new Promise((resolve, reject) => {
    const outgoing = request(call.url, {
      agent: false,
      method: body === undefined ? "GET" : "POST",
      headers: {
        accept: "application/json",
        ...(call.hostHeader === undefined ? {} : { host: call.hostHeader }),
        ...(body === undefined
          ? {}
          : { "content-type": "application/json", "content-length": Buffer.byteLength(body) }),
      },
    });
    // Of the whole call: a client that sends a byte now and then would never be idle.
    const timer = setTimeout(
      () => fail(new CallFailure("silent", `no answer within ${call.timeoutMilliseconds / 1000} s`)),
      call.timeoutMilliseconds,
    );
    const settle = (end: () => void) => {
      clearTimeout(timer);
      outgoing.destroy();
      end();
    };
    const fail = (error: Error) => settle(() => reject(error instanceof CallFailure ? error : brokenConnection(error)));
    outgoing.on("error", fail);
    outgoing.on("response", (incoming) => {
      readText(incoming).then((text) => {
        try {
          const answer = read(incoming, text);
          settle(() => resolve(answer));
        } catch (error) {
          fail(error as Error);
        }
      }, fail);
    });
    outgoing.end(body);
  });
}

/** What a person may read of a value that is not what it should be. */
export function shown(value: unknown): string {
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? "nothing");
  const cut = text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}…` : text;
  return JSON.stringify(cut);
}

function brokenConnection(error: NodeJS.ErrnoException): CallFailure {
  const code = error.code ?? error.message;
  const refused = ["ECONNREFUSED", "ENOTFOUND", "EHOSTUNREACH", "ENETUNREACH"].includes(code);
  return refused
    ? new CallFailure("refused", `nobody listens (${code})`)
    : new CallFailure("silent", `the connection broke (${code})`);
}

function readText(incoming: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    let bytes = 0;
    incoming.on("data", (part: Buffer) => {
      bytes += part.length;
      if (bytes > MAXIMUM_BYTES) {
        reject(new CallFailure("garbage", `an answer of more than ${MAXIMUM_BYTES} bytes`));
        return;
      }
      parts.push(part);
    });
    incoming.on("error", reject);
    incoming.on("end", () => resolve(Buffer.concat(parts).toString("utf8")));
    incoming.on("close", () => reject(new CallFailure("silent", "the connection broke in the middle of an answer")));
  });
}

function read(incoming: IncomingMessage, text: string): JsonAnswer {
  if (incoming.statusCode !== 200) {
    throw new CallFailure("garbage", `HTTP status ${incoming.statusCode}: ${shown(text)}`);
  }
  const date = Date.parse(incoming.headers.date ?? "");
  try {
    return { value: JSON.parse(text), dateSeconds: Number.isNaN(date) ? null : date / 1000 };
  } catch {
    throw new CallFailure("garbage", `no JSON, but ${shown(text)}`);
  }
}
