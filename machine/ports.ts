import { connect } from "node:net";
import { geth } from "../modules/clients/execution/geth";
import { LabError } from "../process/user-error";

const TIMEOUT_MILLISECONDS = 1000;

/** The client's ports on this machine: a task's host ports cannot be moved, so only one lab's node runs at a time. */
export async function requireFreeHostPorts(): Promise<void> {
  const busy: number[] = [];
  for (const port of [geth.rpcPort, geth.wsPort, ...geth.peerPorts.map((peer) => peer.port)]) {
    if (await isListening(port)) {
      busy.push(port);
    }
  }
  if (busy.length > 0) {
    throw new LabError(
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
