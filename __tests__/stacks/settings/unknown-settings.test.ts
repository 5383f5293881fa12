import { App } from "cdktf";
import { readSettings } from "../../../stacks/settings/settings";
import { messageOf } from "../../support/message-of";

const read = (environment: NodeJS.ProcessEnv = {}, context: Record<string, unknown> = {}) =>
  readSettings(new App({ context, outdir: "/nonexistent" }), environment);

test.each([
  ["ETHNODE_CLINET", "the nearest is ETHNODE_CLIENT"],
  ["ETHNODE_NODE_NAME", "the nearest is ETHNODE_NODE_NAMES"],
  ["ETHNODE_NODES", "the nearest is ETHNODE_NAME"],
  ["ETHNODE_PROTECT_CHAIN", "the nearest is ETHNODE_PROTECT_CHAIN_DISK"],
  ["ETHNODE_PROTECT_DISK", "the nearest is ETHNODE_PROTECT_CHAIN_DISK"],
  ["ETHNODE_DNS_NAME", "dns_name is a Terraform variable, for -var or a variable file"],
  ["ETHNODE_region", "the nearest is ETHNODE_REGION"],
  ["ETHNODE_NODENAMES", "the nearest is ETHNODE_NODE_NAMES"],
  ["ethnode_node_names", "the nearest is ETHNODE_NODE_NAMES"],
  ["ETH_NODE_CLIENT", "the nearest is ETHNODE_CLIENT"],
  ["EHTNODE_NODE_COUNT", "the nearest is ETHNODE_NODE_COUNT"],
  ["ETHNODES_NODE_NAMES", "the nearest is ETHNODE_NODE_NAMES"],
  ["ETHNODE-CLIENT", "the nearest is ETHNODE_CLIENT"],
  ["Ethnode_dns_name", "dns_name is a Terraform variable, for -var or a variable file"],
])("fails when the environment has %s, which is no setting, and keeps its value to itself", (variable, hint) => {
  const message = messageOf(() => read({ [variable]: "alice,bob" }));
  expect(message).toContain(`environment variable ${variable} must be a setting; ${hint}`);
  expect(message).not.toContain("alice");
});

test("leaves names alone that are meant for others", () => {
  const others = ["NODE_NAME", "CLIENT", "NODE_ENV", "ETH_RPC_URL", "ETHEREUM_NODE", "LAB_PORT", "TF_VAR_dns_name"];
  expect(read(Object.fromEntries(others.map((name) => [name, "x"]))).region).toBe("eu-central-1");
});

test("fails when the context has a key that is no setting, but for those of cdktf itself", () => {
  expect(messageOf(() => read({}, { nodecount: 3 }))).toContain(
    "context nodecount must be a setting; the nearest is nodeCount",
  );
  const ofCdktf = { excludeStackIdFromLogicalIds: true, allowSepCharsInLogicalIds: true, cdktfVersion: "0.21.0" };
  expect(read({}, ofCdktf).region).toBe("eu-central-1");
});

test.each([
  ["dns_name", "dns_name is a Terraform variable, for -var or a variable file"],
  ["ETHNODE_REGION", "the nearest is region"],
  ["ETHNODE_NODE_NAMES", "the nearest is nodeNames"],
  ["node_count", "the nearest is nodeCount"],
])("of the context's key %s it says: %s", (key, hint) => {
  expect(messageOf(() => read({}, { [key]: "x" }))).toContain(`context ${key} must be a setting; ${hint}`);
});

test("tells of names that are no settings together with settings that are wrong", () => {
  for (const wrong of [{ ETHNODE_REGION: "frankfurt" }, { ETHNODE_CHAIN: "goerli" }]) {
    expect(messageOf(() => read({ ...wrong, ETHNODE_NODES: "3" })).split("\n")).toHaveLength(3);
  }
});
