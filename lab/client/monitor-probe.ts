import { MONITOR_PORT, type Status } from "../../modules/monitor-contract";

const TIMEOUT_MILLISECONDS = 10_000;

/** The monitor on this machine: a task's host ports are its container's. */
export const MONITOR_URL = `http://localhost:${MONITOR_PORT}`;

/** What the monitor says of the node; undefined where it does not answer. */
export async function monitorStatus(): Promise<Status | undefined> {
  try {
    const response = await fetch(`${MONITOR_URL}/status`, { signal: AbortSignal.timeout(TIMEOUT_MILLISECONDS) });
    return response.ok ? ((await response.json()) as Status) : undefined;
  } catch {
    return undefined;
  }
}

/** The verdict and its reason, in one line. */
export function verdictLine(status: Status | undefined): string {
  return status === undefined ? `no answer at ${MONITOR_URL}/status` : `${status.verdict}: ${status.reason}`;
}
