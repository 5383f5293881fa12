import type { AddressInfo } from "node:net";
import { hostClocks } from "./clocks";
import { readFirstLine } from "./host-facts";
import { Monitor, type Output } from "./monitor";
import { Observer } from "./observer";
import { poll } from "./poll";
import { createMonitorServer, type Routes } from "./server";
import { type Settings, SettingsError } from "./settings";

/** How often to look, and how long to wait; what the program has as constants, and tests have shorter. */
export interface Pace {
  readonly pollSeconds: number;
  readonly callTimeoutMilliseconds: number;
}

/** Starts to listen and to poll, and answers the port. */
export async function startMonitor(settings: Settings, output: Output, pace: Pace): Promise<number> {
  const nodeName = await readFirstLine(settings.nodeNameFile);
  if (nodeName === null) {
    throw new SettingsError([`NODE_NAME_FILE must be a file with the node's name; ${settings.nodeNameFile} has none`]);
  }
  const monitor = new Monitor(settings, nodeName, hostClocks, output, pace.pollSeconds);
  const observer = new Observer(settings, nodeName, hostClocks, pace.callTimeoutMilliseconds);
  const server = createMonitorServer(servedRoutes(monitor.routes(), settings));
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(settings.listenPort, resolve);
  });
  void poll(observer, monitor, pace.pollSeconds);
  return (server.address() as AddressInfo).port;
}

/** Those that callers may be given; `/live` always. */
function servedRoutes(routes: Routes, { servedPages }: Settings): Routes {
  const pageOf = (path: string) => (path === "/ready" ? "ready" : path === "/metrics" ? "metrics" : "page");
  return Object.fromEntries(
    Object.entries(routes).filter(([path]) => path === "/live" || servedPages.includes(pageOf(path))),
  );
}
