import { extraArgumentsRule } from "../../../modules/clients/extra-arguments";

const OWN = ["--datadir=/data/geth", "--http", "--JsonRpc.Enabled=true", "--Network.P2PPort=1", "--no-ipc", "--rest"];
const ruleOf = (...extra: string[]) => extraArgumentsRule("geth", OWN, extra);

test.each([
  [[]],
  [["--cache=4096"]],
  [["--cache", "4096", "--verbosity=4"]],
  [["--Pruning.Mode=Hybrid", "--db-write-buffer-size=1mb,2mb"]],
  [["--datadir.minfreedisk=9", '--vmtrace.jsonconfig={"a":1}', "--http.rpcprefix=/rpc"]],
  [["--bootnodes=enode://aa@192.0.2.1:30303?discport=0"]],
])("takes %j", (extra) => {
  expect(ruleOf(...extra)).toBeUndefined();
});

// Nethermind takes - for a dot; Lodestar - between words, and no- before a switch.
test.each([
  "--http",
  "--datadir=/tmp",
  "--datadir",
  "--data-dir=/tmp",
  "--jsonrpc.enabled=false",
  "--jsonrpc-enabled=false",
  "--network-p2pport=2",
  "--no-rest",
  "--ipc",
])("fails for %s, which the profile sets, however it is written", (argument) => {
  expect(ruleOf("--cache=1", argument)).toMatch(/^not hold --[a-z0-9.-]+, which this project sets for geth$/);
});

test.each([
  "--datadir.ancient=/tmp/a",
  "--datadir.static-files=/tmp/a",
  "--db-path=/tmp",
  "--Init.BaseDbPath=/tmp",
  "--freezer-dir=/tmp",
  "--dbDir=/tmp",
  "--log.file.directory=/tmp",
])("fails for %s, which moves files away from the chain disk", (argument) => {
  expect(ruleOf(argument)).toMatch(/^not hold --.*this project says where geth keeps its files/);
});

test.each(["--sepolia", "--dev", "--hoodi=true"])("fails for %s, which is another chain", (argument) => {
  expect(ruleOf(argument)).toMatch(/^not hold --.*the setting chain/);
});

test.each([
  "attach",
  "-cache=1",
  "-http.api=admin",
  "--",
  "--=x",
  "--cache= 1",
  "--x={{p2p-address}}",
  "--Ω",
  "--a\nb",
  '--identity="mine"',
  "--identity='mine'",
])("fails for %j, which is no flag", (argument) => {
  expect(ruleOf(argument)).toMatch(/^hold flags that begin with --/);
});

test("fails for a word that no flag takes as its value", () => {
  expect(ruleOf("--cache=4096", "attach")).toMatch(/^hold flags/);
  expect(ruleOf("--cache", "4096", "attach")).toMatch(/^hold flags/);
  // Behind a switch it is a command of geth's.
  expect(ruleOf("--metrics", "removedb")).toMatch(/^hold flags/);
  expect(ruleOf("--cache", '"4096"')).toMatch(/^hold flags/);
});

test.each([
  "--http.corsdomain=*",
  "--ws.origins=*",
  "--jsonrpc-cors=all",
  "--rpc-http-cors-origins=all",
  "--rpcapi=all",
  "--ipcapi=all",
  "--JsonRpc.AdditionalModules=admin",
  "--http.vhosts=*",
  "--host-allowlist=*",
  "--unlock=0x1",
  "--allow-insecure-unlock",
  "--unsafe-expose",
  "--password=/x",
  "--ethstats=node:secret@host",
  "--nodekeyhex=00",
  "--authrpc.jwtsecret=/x",
  "--nodekey=/x",
  "--node-key=00",
  "--rest-allow-origin=*",
  "--JsonRpc.AdditionalRpcUrls=http://0.0.0.0:8545|http|admin",
  "--JsonRpc.UnsecureDevNoRpcAuthentication=true",
  "--metrics.influxdb.token=x",
  "--monitoring-endpoint=https://example.org/?apikey=x",
  "--config=/x",
  "--config-file=/x",
])("fails for %s, which opens the node or holds a secret", (argument) => {
  expect(ruleOf(argument)).toMatch(/^not hold --.*it could open the node, or hold a secret/);
});
