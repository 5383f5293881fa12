import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { type MonitorEnv, NODE_DIMENSION } from "../modules/monitor-contract";

const environment = process.env as unknown as MonitorEnv;
const nodeName = readFileSync(environment.NODE_NAME_FILE, "utf8").trim();

createServer((request, response) => {
  response.statusCode = request.url === "/live" || request.url === "/status" ? 200 : 503;
  response.end(`${JSON.stringify({ nodeName, verdict: "starting", ready: false, reason: "Nothing is asked yet." })}\n`);
}).listen(Number(environment.LISTEN_PORT));

console.log(
  JSON.stringify({
    _aws: {
      Timestamp: Date.now(),
      CloudWatchMetrics: [
        {
          Namespace: environment.METRICS_NAMESPACE,
          Dimensions: [[NODE_DIMENSION]],
          Metrics: [{ Name: "Ready", Unit: "None" }],
        },
      ],
    },
    [NODE_DIMENSION]: nodeName,
    Ready: 0,
  }),
);

process.once("SIGTERM", () => process.exit(0));
