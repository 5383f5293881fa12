import type { StateDir } from "../../machine/state-dir";
import { LocalAws } from "../emulator/local-aws";
import { STATE_BUCKET, STATE_STACK } from "../lab-settings";
import { type ReadySession, saveSession } from "../session";
import { readLayerReport } from "./lab-layer";
import { synthesize } from "./synthesize";
import { Terraform } from "./terraform";

/** Also where an earlier run was interrupted between two backends. */
const MOVE_STATE = ["-migrate-state", "-force-copy"];

/** A session whose stacks keep their state in the emulated S3. */
export type RemoteStateSession = ReadySession & { readonly stateBucket: string };

/**
 * Applies the stack `state` and moves its own state into the bucket that it made, as a user bootstraps it on AWS. A provider
 * that lacks the stack's resource types leaves the bucket to the API.
 */
export async function ensureRemoteState(
  state: StateDir,
  session: ReadySession,
  note: (text: string) => void,
): Promise<RemoteStateSession> {
  await synthesize(state, session);
  const stackFolder = state.stack(STATE_STACK);
  const { unknownTypes } = readLayerReport(stackFolder);
  if (unknownTypes.length > 0) {
    await new LocalAws(`http://localhost:${session.port}`).ensureVersionedBucket(STATE_BUCKET);
    const types = unknownTypes.map((type) => type.replace("aws_s3_bucket_", "…")).join(", ");
    note(`provider ${session.provider.version} lacks ${types}: bucket ${STATE_BUCKET} made through the S3 API instead`);
    return remember(state, { ...session, stateBucket: STATE_BUCKET });
  }
  const stack = new Terraform(state, session, stackFolder);
  await stack.init(...MOVE_STATE);
  const changed = await stack.apply();
  const { state_bucket: stateBucket } = await stack.outputs();
  const moved = remember(state, { ...session, stateBucket: String(stateBucket) });
  if (session.stateBucket === undefined) {
    await synthesize(state, moved);
    await new Terraform(state, moved, stackFolder).init(...MOVE_STATE);
  }
  note(`${changed ? "changed" : "No changes"}, bucket ${moved.stateBucket}`);
  return moved;
}

function remember(state: StateDir, session: RemoteStateSession): RemoteStateSession {
  saveSession(state, session);
  return session;
}
