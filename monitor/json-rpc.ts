import { CallFailure, callJson, type JsonAnswer, shown } from "./http-json";
import { fieldsOf, hashOf, quantityOf } from "./json-fields";
import type { Block } from "./observation";

/** What the other side answered to a method: it works, and says no. */
export class RpcError extends CallFailure {
  constructor(
    method: string,
    readonly said: string,
  ) {
    super("garbage", `${method}: ${shown(said)}`);
  }
}

/** JSON-RPC over HTTP. */
export class JsonRpc {
  constructor(
    private readonly url: string,
    private readonly timeoutMilliseconds: number,
    private readonly hostHeader?: string,
  ) {}

  async call(method: string, ...params: readonly unknown[]): Promise<unknown> {
    return (await this.callWithDate(method, ...params)).value;
  }

  /** With the Date header of the answer. */
  async callWithDate(method: string, ...params: readonly unknown[]): Promise<JsonAnswer> {
    const answer = await callJson({
      url: this.url,
      body: { jsonrpc: "2.0", id: 1, method, params },
      hostHeader: this.hostHeader,
      timeoutMilliseconds: this.timeoutMilliseconds,
    });
    const fields = fieldsOf(answer.value, `the answer to ${method}`);
    if (fields.error !== undefined && fields.error !== null) {
      const { message } = fieldsOf(fields.error, `the error of ${method}`);
      throw new RpcError(method, String(message));
    }
    if (fields.id !== 1 || !Object.hasOwn(fields, "result")) {
      throw new CallFailure("garbage", `${method}: no result of this call, but ${shown(answer.value)}`);
    }
    return { ...answer, value: fields.result };
  }

  /** The block at this height, or at a tag such as "latest"; null where there is none. */
  async block(at: number | "latest" | "safe" | "finalized"): Promise<Block | null> {
    const tag = typeof at === "number" ? `0x${at.toString(16)}` : at;
    const value = await this.call("eth_getBlockByNumber", tag, false);
    return value === null ? null : blockOf(value, at);
  }
}

export function blockOf(value: unknown, at: number | string): Block {
  const what = `block ${at}`;
  const fields = fieldsOf(value, what);
  const block = {
    height: quantityOf(fields.number, `the number of ${what}`),
    hash: hashOf(fields.hash, `the hash of ${what}`),
    timestamp: quantityOf(fields.timestamp, `the timestamp of ${what}`),
  };
  if (typeof at === "number" && block.height !== at) {
    throw new CallFailure("garbage", `block ${block.height} in answer to block ${at}`);
  }
  return block;
}
