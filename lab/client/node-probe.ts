import { WebSocket } from "ws";
import { geth } from "../../modules/clients/execution/geth";
import { MONITOR_PORT } from "../../modules/monitor-contract";

const TIMEOUT_MILLISECONDS = 10_000;

/** The node on this machine: a task's host ports are its container's. */
export const RPC_URL = `http://localhost:${geth.rpcPort}`;
export const WS_URL = `ws://localhost:${geth.wsPort}`;
/** Its ports, and its monitor's, on this machine cannot be moved, so only one lab's node runs at a time. */
export const HOST_PORTS = [geth.rpcPort, geth.wsPort, ...geth.peerPorts.map(({ port }) => port), MONITOR_PORT];

/** Calls JSON-RPC over HTTP and answers the result. */
export async function callRpc(
  url: string,
  method: string,
  params: readonly unknown[] = [],
  headers: Readonly<Record<string, string>> = {},
): Promise<unknown> {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }),
    signal: AbortSignal.timeout(TIMEOUT_MILLISECONDS),
  });
  if (!response.ok) {
    throw new Error(`${method}: HTTP status ${response.status}`);
  }
  const { error, result } = (await response.json()) as { error?: { message: string }; result?: unknown };
  if (error !== undefined) {
    throw new Error(`${method}: ${error.message}`);
  }
  return result;
}

/** The newest block's number; undefined where no node answers. */
export async function blockNumber(rpcUrl: string): Promise<number | undefined> {
  try {
    const number = await callRpc(rpcUrl, "eth_blockNumber");
    return number === undefined ? undefined : Number(number);
  } catch {
    return undefined;
  }
}

/** The number of the next block that a websocket subscription delivers; undefined where none came in time. */
export async function nextBlock(wsUrl: string, timeoutSeconds: number): Promise<number | undefined> {
  const socket = new WebSocket(wsUrl);
  try {
    return await new Promise<number | undefined>((resolve) => {
      const timer = setTimeout(() => resolve(undefined), timeoutSeconds * 1000);
      const end = (block: number | undefined) => {
        clearTimeout(timer);
        resolve(block);
      };
      socket.on("error", () => end(undefined));
      socket.on("open", () => {
        socket.send(JSON.stringify({ jsonrpc: "2.0", id: 1, method: "eth_subscribe", params: ["newHeads"] }));
      });
      socket.on("message", (data) => {
        const { params } = JSON.parse(data.toString()) as { params?: { result: { number: string } } };
        if (params !== undefined) {
          end(Number(params.result.number));
        }
      });
    });
  } finally {
    socket.terminate();
  }
}
