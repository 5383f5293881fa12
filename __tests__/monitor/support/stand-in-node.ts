import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { hashAt, mainnet } from "./observations";

/** One call as a stand-in gets it. */
export interface Call {
  readonly method: string;
  readonly params: readonly unknown[];
  readonly id: unknown;
  readonly request: IncomingMessage;
}

/** A server of a test on this machine. */
export class StandIn {
  readonly calls: Call[] = [];
  private readonly server: Server;

  /** @param answer answers the request on its own */
  constructor(answer: (call: Call, response: ServerResponse) => void) {
    this.server = createServer((request, response) => {
      const parts: Buffer[] = [];
      request.on("data", (part) => parts.push(part));
      request.on("end", () => {
        const body =
          parts.length === 0 ? { method: request.url, params: [], id: null } : JSON.parse(String(Buffer.concat(parts)));
        const call = { ...body, request };
        this.calls.push(call);
        answer(call, response);
      });
    });
  }

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  close(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }
}

export const answerJson = (response: ServerResponse, value: unknown) => {
  response.setHeader("content-type", "application/json");
  response.end(JSON.stringify(value));
};

const hex = (number: number) => `0x${number.toString(16)}`;

/** What an execution client that is fine answers on mainnet, at a height that goes by the time. */
export function rightAnswer(
  { method, params }: Pick<Call, "method" | "params">,
  nowSeconds = Date.now() / 1000,
): unknown {
  const height = Math.floor(nowSeconds / 12);
  const block = (number: number) => ({
    number: hex(number),
    hash: number === 0 ? mainnet.genesisHash : hashAt(number),
    timestamp: hex(number * 12),
  });
  switch (method) {
    case "eth_getBlockByNumber": {
      const [tag] = params as [string];
      const behind = { latest: 0, safe: 32, finalized: 64 }[tag];
      return block(behind === undefined ? Number(tag) : height - behind);
    }
    case "eth_chainId":
      return "0x1";
    case "eth_syncing":
      return false;
    case "net_peerCount":
      return "0x19";
    case "web3_clientVersion":
      return "Geth/v1.17.5";
    default:
      return null;
  }
}
