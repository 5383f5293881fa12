import { nodeClients } from "../../support/node-clients";

test.each([
  ["geth", "--http.vhosts=localhost,{{rpc-hosts}},rpc.example.org,192.0.2.7"],
  ["erigon", "--http.vhosts=localhost,{{rpc-hosts}},rpc.example.org,192.0.2.7"],
  ["besu", "--host-allowlist=localhost,127.0.0.1,{{rpc-hosts}},rpc.example.org,192.0.2.7"],
  [
    "parity",
    "--jsonrpc-hosts=localhost:8545,{{rpc-hosts:8545}},rpc.example.org,rpc.example.org:*,192.0.2.7,192.0.2.7:*",
  ],
  ["parity", "--ws-hosts=localhost:8546,{{rpc-hosts:8546}},rpc.example.org,rpc.example.org:*,192.0.2.7,192.0.2.7:*"],
])("%s answers under the user's own names too", (client, argument) => {
  const settings = { ETHNODE_CLIENT: client, ETHNODE_RPC_HOSTS: "rpc.example.org, 192.0.2.7" };
  expect(nodeClients(settings).execution.command).toContain(argument);
});

test.each([
  ["geth", ["--http.corsdomain=", "--ws.origins="]],
  ["reth", ["--http.corsdomain=", "--ws.origins="]],
  ["erigon", ["--http.corsdomain="]],
  ["besu", ["--rpc-http-cors-origins="]],
  ["nethermind", ["--JsonRpc.CorsOrigins="]],
  ["parity", ["--jsonrpc-cors=", "--ws-origins="]],
])("%s lets in pages of the user's origins, and of no other", (client, flags) => {
  const origins = "https://app.example.org,http://localhost:3000";
  const open = nodeClients({ ETHNODE_CLIENT: client, ETHNODE_RPC_CORS_ORIGINS: origins }).execution.command;
  const closed = nodeClients({ ETHNODE_CLIENT: client }).execution.command.join(" ");
  expect(open).toEqual(expect.arrayContaining(flags.map((flag) => flag + origins)));
  expect(closed.replace(/=(none|https:\/\/none\.invalid)( |$)/g, " ")).not.toMatch(/(cors\w*|origins)=/i);
});

test("adds the user's arguments to each client's own, at the end", () => {
  const { consensus, execution } = nodeClients({
    ETHNODE_CLIENT: "geth",
    ETHNODE_EXTRA_ARGUMENTS: "--cache=4096  --verbosity 4",
    ETHNODE_CONSENSUS_EXTRA_ARGUMENTS: "--target-peers=50",
  });
  expect(execution.command.slice(-3)).toEqual(["--cache=4096", "--verbosity", "4"]);
  expect(consensus?.command.at(-1)).toBe("--target-peers=50");
});

test("offers a dangerous API to whoever names it twice", () => {
  const clients = nodeClients({
    ETHNODE_CLIENT: "geth",
    ETHNODE_RPC_APIS: "eth,net,web3,debug",
    ETHNODE_DANGEROUS_RPC_APIS: "debug",
  });
  expect(clients.execution.command).toContain("--http.api=eth,net,web3,debug");
});
