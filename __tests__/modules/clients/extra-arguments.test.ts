import { extraArgumentsRule } from "../../../modules/clients/extra-arguments";

const OWN = ["--datadir=/data/geth", "--http", "--JsonRpc.Enabled=true"];
const ruleOf = (...extra: string[]) => extraArgumentsRule("geth", OWN, extra);

test.each([
  [[]],
  [["--cache=4096"]],
  [["--cache", "4096", "--verbosity=4"]],
  [["--Pruning.Mode=Hybrid", "--db-write-buffer-size=1mb,2mb"]],
  [["--bootnodes=enode://aa@192.0.2.1:30303?discport=0"]],
])("takes %j", (extra) => {
  expect(ruleOf(...extra)).toBeUndefined();
});

test.each([["--http"], ["--datadir=/tmp"], ["--datadir"], ["--jsonrpc.enabled=false"]])(
  "fails for %s, which the profile sets, however it is written",
  (argument) => {
    expect(ruleOf("--cache=1", argument)).toMatch(/^not hold --[a-z.]+, which this project sets for geth$/);
  },
);

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
])("fails for %j, which is no flag", (argument) => {
  expect(ruleOf(argument)).toMatch(/^hold flags that begin with --/);
});

test("fails for a word that no flag takes as its value", () => {
  expect(ruleOf("--cache=4096", "attach")).toMatch(/^hold flags/);
  expect(ruleOf("--cache", "4096", "attach")).toMatch(/^hold flags/);
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
  "--config=/x",
  "--config-file=/x",
])("fails for %s, which opens the node or holds a secret", (argument) => {
  expect(ruleOf(argument)).toMatch(/^not hold --.*it could open the node, or hold a secret/);
});
