import { executionClients } from "../../../../modules/clients/catalogue";
import { expectEach } from "../../../support/expect-each";
import { nodeClients } from "../../../support/node-clients";

test("warns of Parity on mainnet, and names those that follow it", () => {
  const { warnings } = nodeClients({});
  expect(warnings).toHaveLength(1);
  expectEach(
    Object.values(executionClients).filter(({ hasEngineApi }) => hasEngineApi),
    ({ name }) => expect(warnings[0]).toContain(name),
  );
});

describe("Parity", () => {
  // The names of bin/oe/params.rs, in OpenEthereum 3.3.5.
  test("runs or refuses each chain that it knows by name", () => {
    const { chains, refusedChains } = executionClients.parity as (typeof executionClients)[string];
    const names =
      "mainnet poacore xdai volta ewc musicoin ellaism mix callisto morden ropsten kovan rinkeby goerli poasokol yolo3 dev";
    expect([...Object.keys(chains), ...Object.keys(refusedChains ?? {})].sort()).toEqual(
      [...names.split(" "), "private"].sort(),
    );
  });

  test("says of xdai that it ends at a Merge", () => {
    expect(nodeClients({ ETHNODE_CHAIN: "xdai" }).warnings).toEqual([expect.stringContaining("cannot pass the Merge")]);
  });

  // bin/oe/configuration.rs, gas_pricer_config: on every other chain the price is 0 without asking.
  test("asks nobody for the price of ether", () => {
    expect(nodeClients({}).execution.command).toContain("--usd-per-eth=1600");
    expect(nodeClients({ ETHNODE_CHAIN: "xdai" }).execution.command.join(" ")).not.toContain("--usd-per-eth");
  });

  const argumentsWith = (apis: string) => nodeClients({ ETHNODE_RPC_APIS: apis }).execution.command;

  // Seen in a container with a read-only root: Rust's create_dir_all takes /proc as it is, and no file can be made in it.
  test("takes no token from its disk, whatever the APIs", () => {
    for (const apis of ["eth,net,web3", "eth,traces,parity"]) {
      expect(argumentsWith(apis).filter((argument) => argument.startsWith("--ui-path"))).toEqual(["--ui-path=/proc"]);
      expect(argumentsWith(apis).join(" ")).not.toContain("signer");
    }
  });

  test("keeps traces where it offers them, and says what that needs", () => {
    expect(argumentsWith("eth,traces")).toContain("--tracing=on");
    expect(argumentsWith("eth").join(" ")).not.toContain("--tracing");
    expect(nodeClients({ ETHNODE_RPC_APIS: "eth,traces" }).warnings[1]).toContain("TraceDB resync required");
    expect(nodeClients({ ETHNODE_RPC_APIS: "eth,parity" }).warnings[1]).toContain("--fat-db");
  });
});
