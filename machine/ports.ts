import { connect } from "node:net";
import { UserError } from "../process/user-error";

const TIMEOUT_MILLISECONDS = 1000;

/** @throws UserError that names the ports on which something listens */
export async function requireFreePorts(ports: readonly number[]): Promise<void> {
  const busy: number[] = [];
  for (const port of ports) {
    if (await isListening(port)) {
      busy.push(port);
    }
  }
  if (busy.length > 0) {
    throw new UserError(
      `port ${busy.join(", ")} of this machine must be free for the node, and something listens there: another lab or node?`,
    );
  }
}

/** Whether something on this machine accepts connections to a port. */
export function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: "127.0.0.1" });
    const end = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(TIMEOUT_MILLISECONDS, () => end(false));
    socket.once("connect", () => end(true));
    socket.once("error", () => end(false));
  });
}
