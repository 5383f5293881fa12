import { nodeClients } from "../../../support/node-clients";

test("warns of Besu's traces, which end without an error", () => {
  expect(nodeClients({ ETHNODE_CLIENT: "besu" }).warnings).toEqual([]);
  const { warnings } = nodeClients({ ETHNODE_CLIENT: "besu", ETHNODE_RPC_APIS: "eth,trace" });
  expect(warnings).toEqual([expect.stringContaining("for blocks older than the last 512")]);
});
