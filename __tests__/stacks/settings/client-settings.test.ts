import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { AURA, MERGED } from "../../support/chain-specs";
import { messageOf } from "../../support/message-of";
import { nodeClients } from "../../support/node-clients";
import { NODE_IDS } from "../../support/node-ids";

const ENODE = `enode://${NODE_IDS[0]}@192.0.2.1:30303`;

describe("a private chain", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "chain-"));
  const chainSpecFile = path.join(folder, "chain.json");
  const settings = { ETHNODE_CHAIN: "private", ETHNODE_CHAIN_SPEC_FILE: chainSpecFile };

  const write = (spec: unknown) => writeFileSync(chainSpecFile, JSON.stringify(spec));
  beforeEach(() => write(AURA));
  afterAll(() => rmSync(folder, { recursive: true }));

  test.each([
    ["parity", AURA],
    ["geth", MERGED],
  ])("of %s begins from the user's file and knows the user's bootnodes", (client, spec) => {
    write(spec);
    const clients = nodeClients({ ...settings, ETHNODE_CLIENT: client, ETHNODE_BOOTNODES: `${ENODE},${ENODE}` });
    const command = clients.execution.command.join(" ");
    expect(command).toContain("=/opt/ethereum-node/chain/chain.json ");
    expect(command).toContain(`--bootnodes=${ENODE},${ENODE} `);
    expect(clients.consensus).toBeUndefined();
  });

  test("takes a ready image only where bin/image made it with this very file", () => {
    const refusal = (image: string) => messageOf(() => nodeClients({ ...settings, ETHNODE_IMAGE: image }));
    const message = refusal("a.b/parity:1");
    expect(message).toContain(
      "image (environment variable ETHNODE_IMAGE) must be, beside chainSpecFile, what bin/image",
    );
    const [, tag] = /with the tag (\S+);/.exec(message) ?? [];
    expect(tag).toMatch(/^v3\.3\.5-[0-9a-f]{16}$/);
    for (const version of [`:${tag}`, `:${tag}@sha256:${"0".repeat(64)}`]) {
      expect(() => nodeClients({ ...settings, ETHNODE_IMAGE: `a.b/parity${version}` })).not.toThrow();
    }
    expect(refusal(`a.b/parity:${tag}0`)).toContain("what bin/image pushes");
    write({ ...AURA, name: "another" });
    expect(refusal(`a.b/parity:${tag}`)).toContain("what bin/image pushes");
  });

  const BOOTNODE = `enode://${NODE_IDS[1]}`;
  test.each([
    "@host:30303",
    "@999.1.1.1:30303",
    "@203.0.113.7:99999",
    "@203.0.113.7:0",
    "@....:30303",
    "@203.0.113.7:30303?discport=0",
    "@203.0.113.7:30303?discport=65536",
  ])("fails when a bootnode ends in %s", (end) => {
    const message = messageOf(() => nodeClients({ ...settings, ETHNODE_BOOTNODES: BOOTNODE + end }));
    expect(message).toContain("bootnodes (environment variable ETHNODE_BOOTNODES) must hold enode URLs");
  });

  test("fails for an IPv6 address, which no node reaches, with the reason and what to name instead", () => {
    const url = `${BOOTNODE}@[2001:db8::1]:30303`;
    expect(messageOf(() => nodeClients({ ...settings, ETHNODE_BOOTNODES: url }))).toContain(
      "bootnodes (environment variable ETHNODE_BOOTNODES) must hold no IPv6 address, as the nodes have none and reach none: " +
        `name the IPv4 address or the host name; got ["${url}"]`,
    );
  });

  // Seen with geth 1.17.5: it ends on both with "Bootstrap URL invalid".
  test.each([
    ["whose id is no public key", `${BOOTNODE.slice(0, -1)}b@203.0.113.7:30303`],
    ["in capital letters", `${BOOTNODE.replace("enode", "ENODE")}@203.0.113.7:30303`],
  ])("fails for a bootnode %s", (_, url) => {
    const message = messageOf(() => nodeClients({ ...settings, ETHNODE_BOOTNODES: url }));
    expect(message).toContain("bootnodes (environment variable ETHNODE_BOOTNODES) must hold enode URLs");
  });

  test("takes an id in capital letters", () => {
    const url = `enode://${NODE_IDS[1].toUpperCase()}@203.0.113.7:30303`;
    expect(() => nodeClients({ ...settings, ETHNODE_BOOTNODES: url })).not.toThrow();
  });

  // 127.0.0.1 and 0.0.0.0 are what a client prints that knows no address of its own.
  test.each(["127.0.0.1", "0.0.0.0", "255.255.255.255", "169.254.1.1", "224.0.0.1"])(
    "fails for a bootnode at %s, where no other host is",
    (address) => {
      const url = `${BOOTNODE}@${address}:30303`;
      expect(messageOf(() => nodeClients({ ...settings, ETHNODE_BOOTNODES: url }))).toContain(
        "bootnodes (environment variable ETHNODE_BOOTNODES) must hold the address under which other hosts find the peer, not the " +
          `one that it has for itself; got ["${url}"]`,
      );
    },
  );

  test("takes a bootnode at a private address, as of the same network", () => {
    const url = `${BOOTNODE}@10.0.0.7:30303`;
    expect(() => nodeClients({ ...settings, ETHNODE_BOOTNODES: url })).not.toThrow();
  });

  test("takes a host name and a port for discovery: geth as they are, Parity without the port, which it takes for an error", () => {
    const bootnodes = { ETHNODE_BOOTNODES: `${BOOTNODE}@node.example.org:30303?discport=30304` };
    expect(nodeClients({ ...settings, ...bootnodes }).execution.command).toContain(
      `--bootnodes=${BOOTNODE}@node.example.org:30303`,
    );
    write(MERGED);
    expect(nodeClients({ ...settings, ...bootnodes, ETHNODE_CLIENT: "geth" }).execution.command).toContain(
      `--bootnodes=${BOOTNODE}@node.example.org:30303?discport=30304`,
    );
  });

  test.each([
    ["geth", AURA, "must hold geth's genesis, not Parity's chain specification"],
    ["parity", MERGED, "must hold Parity's chain specification, not geth's genesis"],
    ["parity", {}, "must have the field name"],
  ])("of %s fails for %j", (client, spec, rule) => {
    write(spec);
    const message = messageOf(() => nodeClients({ ...settings, ETHNODE_CLIENT: client }));
    expect(message).toContain(`chainSpecFile (environment variable ETHNODE_CHAIN_SPEC_FILE) ${rule}`);
  });

  test("warns that bootnodes take the place of those in the chain specification, where it has some", () => {
    const told = () =>
      nodeClients({ ...settings, ETHNODE_BOOTNODES: ENODE }).warnings.filter((text) => text.includes("take the place"));
    expect(told()).toEqual([]);
    write({ ...AURA, nodes: [ENODE, ENODE] });
    expect(told()).toEqual([expect.stringContaining("of the 2 in the chain specification")]);
    expect(nodeClients(settings).warnings.join()).not.toContain("take the place");
  });

  test("of Parity warns that the node seals nothing", () => {
    expect(nodeClients(settings).warnings).toContainEqual(expect.stringContaining("seals no block"));
  });
});
