import { WebSocket } from "ws";
import { geth } from "../../modules/clients/execution/geth";

const TIMEOUT_MILLISECONDS = 5000;

/** The node on this machine: a task's host ports are its container's. */
export const RPC_URL = `http://localhost:${geth.rpcPort}`;
export const WS_URL = `ws://localhost:${geth.wsPort}`;
/** Its ports on this machine cannot be moved, so only one lab's node runs at a time. */
export const HOST_PORTS = [geth.rpcPort, geth.wsPort, ...geth.peerPorts.map(({ port }) => port)];

/** The newest block's number by JSON-RPC over HTTP; undefined where no node answers. */
export async function blockNumber(rpcUrl: string): Promise<number | undefined> {
  try {
    const response = await fetch(rpcUrl, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ jsonrpc: "2.0", id: 1, method: "eth_blockNumber", params: [] }),
      signal: AbortSignal.timeout(TIMEOUT_MILLISECONDS),
    });
    const { result } = (await response.json()) as { result?: string };
    return result === undefined ? undefined : Number(result);
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
