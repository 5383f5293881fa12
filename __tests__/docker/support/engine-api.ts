import { createHmac } from "node:crypto";
import { callRpc } from "../../../lab/client/node-probe";

type Json = Record<string, unknown>;

/** A block as the engine API carries it. */
export type ExecutionPayload = Json & { readonly blockHash: string; readonly timestamp: string };

const ZERO_HASH = `0x${"0".repeat(64)}`;

/** What a consensus client does with its execution client: has it build blocks, gives it blocks, tells it the head. */
export class EngineApi {
  constructor(
    private readonly url: string,
    private readonly secret: string,
  ) {}

  /** Has the client build a block on this one, takes it in and makes it the head. */
  async build(parentHash: string, timestamp: number): Promise<ExecutionPayload> {
    const attributes = {
      timestamp: hex(timestamp),
      prevRandao: ZERO_HASH,
      suggestedFeeRecipient: `0x${"00".repeat(20)}`,
      // Pays somebody in every block, so that every block changes the state.
      withdrawals: [{ index: hex(timestamp), validatorIndex: "0x0", address: `0x${"11".repeat(20)}`, amount: "0x1" }],
      parentBeaconBlockRoot: ZERO_HASH,
    };
    const { payloadId } = (await this.forkchoice(parentHash, attributes)) as { payloadId: string };
    const { executionPayload } = (await this.call("engine_getPayloadV3", [payloadId])) as {
      executionPayload: ExecutionPayload;
    };
    await this.follow(executionPayload);
    return executionPayload;
  }

  /** Gives the client a block as the head; answers VALID, or SYNCING while it lacks what came before. */
  async follow(payload: ExecutionPayload): Promise<string> {
    const { status, validationError } = (await this.call("engine_newPayloadV3", [payload, [], ZERO_HASH])) as Json;
    if (status === "INVALID") {
      throw new Error(`block ${payload.blockNumber} is invalid: ${validationError}`);
    }
    const { payloadStatus } = (await this.forkchoice(payload.blockHash)) as { payloadStatus: { status: string } };
    return payloadStatus.status;
  }

  private forkchoice(head: string, attributes: Json | null = null): Promise<unknown> {
    const state = { headBlockHash: head, safeBlockHash: ZERO_HASH, finalizedBlockHash: ZERO_HASH };
    return this.call("engine_forkchoiceUpdatedV3", [state, attributes]);
  }

  private call(method: string, parameters: unknown[]): Promise<unknown> {
    return callRpc(this.url, method, parameters, { authorization: `Bearer ${token(this.secret)}` });
  }
}

/** A JSON web token as the engine API wants it: HS256 over the time of now. */
function token(secret: string): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const signed = `${part({ alg: "HS256", typ: "JWT" })}.${part({ iat: Math.floor(Date.now() / 1000) })}`;
  return `${signed}.${createHmac("sha256", Buffer.from(secret, "hex")).update(signed).digest("base64url")}`;
}

function hex(number: number): string {
  return `0x${number.toString(16)}`;
}
