import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { History, Status } from "../../../modules/monitor-contract";
import { readPage } from "../../../monitor/page";

/** What it answers: a value as JSON, words as they are, a number as an HTTP status, or nothing at all. */
type Answer<Value> = Value | string | number | "silence";

/** Serves the page as the monitor does, with a state that the test chooses. */
export class PageServer {
  status: Answer<Status> = 503;
  history: Answer<History> = 503;
  /** When the answer was given, by the clock of the monitor; now, if it is not chosen. */
  date: string | undefined;
  readonly asked: { readonly path: string; readonly at: number }[] = [];
  private readonly page = readPage();
  private server: Server | undefined;
  private port = 0;

  get url(): string {
    return `http://127.0.0.1:${this.port}/`;
  }

  /** Anew on the same port, where it was there before. */
  async start(): Promise<void> {
    const server = createServer((request, response) => {
      const path = String(request.url);
      this.asked.push({ path, at: Date.now() });
      response.setHeader("Date", this.date ?? new Date().toUTCString());
      if (path === "/") {
        response.setHeader("Content-Type", "text/html; charset=utf-8");
        response.setHeader("Content-Security-Policy", this.page.contentSecurityPolicy);
        response.end(this.page.html);
        return;
      }
      if (path === "/blank") {
        response.setHeader("Content-Type", "text/html");
        response.end("<!doctype html><title>blank</title><p>a word");
        return;
      }
      const answer = path === "/status" ? this.status : path === "/history" ? this.history : 404;
      if (answer === "silence") {
        return;
      }
      response.statusCode = typeof answer === "number" ? answer : 200;
      response.setHeader("Content-Type", "application/json");
      response.end(typeof answer === "string" ? answer : JSON.stringify(answer));
    });
    this.server = server;
    await new Promise<void>((resolve, reject) => server.once("error", reject).listen(this.port, "127.0.0.1", resolve));
    this.port = (server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    const { server } = this;
    this.server = undefined;
    server?.closeAllConnections();
    await new Promise((resolve) => (server === undefined ? resolve(undefined) : server.close(resolve)));
  }
}
