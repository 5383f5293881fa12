import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";

/** What a path answers. */
export interface Answer {
  readonly status?: number;
  readonly contentType: string;
  readonly body: string;
  /** Beside those of every answer, or instead of one of them. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** Paths, and what they answer: from memory, and at once. */
export type Routes = Readonly<Record<string, () => Answer>>;

const SECONDS = 1_000;
/** Nobody may frame an answer, guess its type, load anything by it, or learn where somebody came from. */
const SECURITY_HEADERS = {
  "cache-control": "no-store",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
} as const;

/** Serves the routes to GET and HEAD; it listens nowhere yet. */
export function createMonitorServer(routes: Routes): Server {
  const server = createServer({ requestTimeout: 10 * SECONDS, headersTimeout: 5 * SECONDS }, (request, response) =>
    respond(routes, request, response),
  );
  server.keepAliveTimeout = 30 * SECONDS;
  // Callers that hold connections open must not take the memory of the others.
  server.maxConnections = 256;
  return server;
}

function respond(routes: Routes, request: IncomingMessage, response: ServerResponse): void {
  const isHead = request.method === "HEAD";
  const { body, contentType, headers, status } = answerTo(routes, request);
  response.writeHead(status ?? 200, {
    ...SECURITY_HEADERS,
    "content-type": contentType,
    "content-length": Buffer.byteLength(body),
    ...headers,
  });
  response.end(isHead ? undefined : body);
}

function answerTo(routes: Routes, { method, url }: IncomingMessage): Answer {
  if (method !== "GET" && method !== "HEAD") {
    return { ...plain("only GET and HEAD\n", 405), headers: { allow: "GET, HEAD" } };
  }
  const path = (url ?? "").split("?")[0] as string;
  const route = Object.hasOwn(routes, path) ? routes[path] : undefined;
  return route === undefined ? plain("not found\n", 404) : route();
}

export function plain(body: string, status = 200): Answer {
  return { status, contentType: "text/plain; charset=utf-8", body };
}
