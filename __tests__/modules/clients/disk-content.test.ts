import { consensusClients, executionClients } from "../../../modules/clients/catalogue";
import { diskContentValues } from "../../../modules/clients/disk-content";
import { everyChoice } from "../../../stacks/settings/every-choice";
import { expectEach } from "../../support/expect-each";
import { nodeClients } from "../../support/node-clients";

const choices = everyChoice().map((environment) => ({ name: Object.values(environment).join(" "), environment }));
const profiles = [...Object.values(executionClients), ...Object.values(consensusClients)];

test("the host knows chain, node type, database and every key on the disk", () => {
  expectEach(choices, ({ environment }) => {
    const clients = nodeClients(environment);
    const values = diskContentValues(clients);
    expect(values.CLIENTS.split(" ")).toEqual(clients.all.map(({ profile }) => profile.name));
    expect(values.FOREIGN_CLIENTS.split(" ")).toHaveLength(Object.keys(executionClients).length - 1);
    expect(values.FOREIGN_CLIENTS.split(" ")).not.toContain(clients.execution.profile.name);
    expect([values.CHAIN, values.NODE_TYPE]).toEqual([environment.ETHNODE_CHAIN, environment.ETHNODE_NODE_TYPE]);
    expect(values.NODE_TYPE_MAY_FOLLOW.split(" ")).not.toContain(values.NODE_TYPE);
    expect(values.EXECUTION_DATABASES).not.toBe("");
    const keys = values.NETWORK_IDENTITY_FILES.split(" ").map((file) => file.split("/")[0]);
    expect(new Set(keys)).toEqual(new Set([clients.execution.profile.name, ...Object.keys(consensusClients)]));
  });
});

test("its identity is files of its own, and neither accounts nor its database", () => {
  expectEach(profiles, (profile) => {
    expect(profile.networkIdentityFiles.length).toBeGreaterThan(0);
    for (const file of profile.networkIdentityFiles) {
      expect(file).toMatch(/^[A-Za-z0-9][\w.-]*(\/[A-Za-z0-9][\w.-]*)*$/);
      expect(file).not.toMatch(/(^|\/)(keystore|keys|db|chaindata|database)$/);
    }
  });
});

test("the host knows from which file an enode URL follows, where the client has its key in one", () => {
  const values = (client: string) => diskContentValues(nodeClients({ ETHNODE_CLIENT: client }));
  expect([values("parity"), values("geth"), values("besu")].map((all) => [all.NODE_KEY_FILE, all.P2P_PORT])).toEqual([
    ["parity/network/key", "30303"],
    ["geth/geth/nodekey", "30303"],
    ["", "30303"],
  ]);
});

test("the host knows where a validator's key would be, be the node one or not, and never takes it away as an identity", () => {
  const values = (client: string) => diskContentValues(nodeClients({ ETHNODE_CLIENT: client }));
  expect(["parity", "geth"].map((client) => values(client).VALIDATOR_DIRECTORY)).toEqual(["parity/validator", ""]);
  expect(values("parity").NETWORK_IDENTITY_FILES).not.toContain("validator");
});

test("the key of its enode URL is part of its identity", () => {
  const keys = profiles.flatMap((profile) =>
    "nodeKeyFile" in profile && profile.nodeKeyFile !== undefined ? [{ ...profile, key: profile.nodeKeyFile }] : [],
  );
  expectEach(keys, ({ key, networkIdentityFiles }) => expect(networkIdentityFiles).toContain(key));
});

test("an archive is never made of another node type's database", () => {
  for (const { nodeTypeMayFollow } of Object.values(executionClients)) {
    expect(nodeTypeMayFollow?.archive).toBeUndefined();
  }
});
