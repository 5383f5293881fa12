import { once } from "node:events";
import { createServer, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createMonitorServer, plain } from "../../monitor/server";

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function listen(server: Server): Promise<number> {
  servers.push(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

const routes = {
  "/ready": () => plain("lagging: its newest block is 100 s old\n", 503),
  "/live": () => plain("live\n"),
};
const served = async () => `http://127.0.0.1:${await listen(createMonitorServer(routes))}`;

test("answers what the route says", async () => {
  const response = await fetch(`${await served()}/ready?from=balancer`);
  expect(response.status).toBe(503);
  expect(await response.text()).toBe("lagging: its newest block is 100 s old\n");
});

test("answers HEAD with the same, and no body", async () => {
  const response = await fetch(`${await served()}/live`, { method: "HEAD" });
  expect(response.status).toBe(200);
  expect(response.headers.get("content-length")).toBe("5");
  expect(await response.text()).toBe("");
});

test.each(["/", "/nothing", "/ready/", "//ready", "/__proto__", "/toString"])("knows no %s", async (path) => {
  expect((await fetch(`${await served()}${path}`)).status).toBe(404);
});

test.each(["POST", "PUT", "DELETE", "OPTIONS"])("takes no %s", async (method) => {
  const response = await fetch(`${await served()}/ready`, { method });
  expect([response.status, response.headers.get("allow")]).toEqual([405, "GET, HEAD"]);
});

test.each(["/live", "/nothing"])("lets no browser guess, frame, load or share %s", async (path) => {
  const { headers } = await fetch(`${await served()}${path}`, { headers: { origin: "https://example.com" } });
  expect(headers.get("x-content-type-options")).toBe("nosniff");
  expect(headers.get("content-security-policy")).toContain("default-src 'none'; frame-ancestors 'none'");
  expect(headers.get("cache-control")).toBe("no-store");
  expect(headers.get("access-control-allow-origin")).toBeNull();
});

/** Milliseconds of each of these calls, one after the other on one connection. */
async function times(port: number, calls: number): Promise<number[]> {
  const { Agent } = await import("node:http");
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const all: number[] = [];
  for (let call = 0; call < calls; call++) {
    const started = performance.now();
    await new Promise<void>((resolve, reject) => {
      const outgoing = request({ port, path: "/live", agent }, (response) => response.resume().on("end", resolve));
      outgoing.on("error", reject).end();
    });
    all.push(performance.now() - started);
  }
  agent.destroy();
  return all;
}

const median = (numbers: number[]) =>
  numbers.sort((one, other) => one - other)[Math.floor(numbers.length / 2)] as number;

// By itself a number of milliseconds says how busy the machine is.
test("is at most three times as slow as a server of Node's that answers the same and does nothing else", async () => {
  const bare = createServer((_, response) => response.end("live\n"));
  const ports = [await listen(createMonitorServer(routes)), await listen(bare)] as const;
  await Promise.all(ports.map((port) => times(port, 200)));
  const [ours, bares] = await Promise.all(ports.map((port) => times(port, 1_000)));
  expect(median(ours as number[]) / median(bares as number[])).toBeLessThan(3);
});
