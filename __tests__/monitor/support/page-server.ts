import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { History, Status } from "../../../modules/monitor-contract";
import { readPage } from "../../../monitor/page";

/** What it answers: a value as JSON, words as they are, a number as an HTTP status, or nothing at all. */
type Answer<Value> = Value | string | number | "silence";

const BLANK = "<!doctype html><title>blank</title><p>a word";

/** Serves the page as the monitor does, with a state that the test chooses; and at `/blank` one with a word. */
export class PageServer {
  status: Answer<Status> = 503;
  history: Answer<History> = 503;
  readonly asked: { readonly path: string; readonly at: number }[] = [];
  private readonly page = readPage();
  private readonly server = createServer((request, response) => this.answer(request, response));
  private port = 0;

  get url(): string {
    return `http://127.0.0.1:${this.port}/`;
  }

  /** Where it was there before, on the same port. */
  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(this.port, "127.0.0.1", resolve));
    this.port = (this.server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    const stopped = new Promise((resolve) => this.server.close(resolve));
    this.server.closeAllConnections();
    await stopped;
  }

  private answer({ url: path = "" }: IncomingMessage, response: ServerResponse): void {
    this.asked.push({ path, at: Date.now() });
    if (path === "/" || path === "/blank") {
      response.setHeader("Content-Type", "text/html; charset=utf-8");
      response.setHeader("Content-Security-Policy", this.page.contentSecurityPolicy);
      response.end(path === "/" ? this.page.html : BLANK);
      return;
    }
    const answer = path === "/status" ? this.status : path === "/history" ? this.history : 404;
    if (answer === "silence") {
      return;
    }
    response.statusCode = typeof answer === "number" ? answer : 200;
    response.setHeader("Content-Type", "application/json");
    response.end(typeof answer === "string" ? answer : JSON.stringify(answer));
  }
}
