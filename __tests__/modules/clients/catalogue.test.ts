import { catalogue } from "../../../modules/clients/catalogue";
import { chainSizing } from "../../../modules/clients/chain-sizing";

const clients = Object.entries(catalogue);
const chains = clients.flatMap(([name, client]) => Object.keys(client.chains).map((chain) => [name, chain] as const));
const profile = (name: string) => catalogue[name] as NonNullable<(typeof catalogue)[string]>;

test.each(clients)(
  "%s carries the name under which it is chosen and keeps its database on the chain disk",
  (name, client) => {
    expect(client.name).toBe(name);
    expect(client.dataDirectory).toBe(`/data/${name}`);
  },
);

test.each(clients)("%s has a folder in docker/ and a base image of one fixed version", (_, client) => {
  expect(client.baseImage).toMatch(/^[a-z]+\/[a-z-]+:v\d+\.\d+\.\d+$/);
});

test.each(chains)("%s on %s has a default disk that fits and leaves the floor free", (name, chain) => {
  const sizing = chainSizing(profile(name), chain);
  expect(sizing.volumeSizeGiB).toBeGreaterThanOrEqual(sizing.minimumVolumeSizeGiB);
  expect(sizing.minimumFreeMiB).toBeLessThan(sizing.minimumVolumeSizeGiB * 1024);
});

test.each(chains)(
  "%s on %s keeps its database where the entrypoint checks, and offers no dangerous API",
  (name, chain) => {
    const client = profile(name);
    const flags = client.commandLine(chain);
    const directories = flags.filter((flag) => /^--(datadir|base-path)=/.test(flag)).map((flag) => flag.split("=")[1]);
    expect(directories).toEqual([client.dataDirectory]);
    const apis = flags
      .filter((flag) => /^--(http|ws|jsonrpc|ws)[.-]apis?=/.test(flag))
      .flatMap((flag) => flag.split(/[=,]/).slice(1));
    expect(apis.filter((api) => !["eth", "net", "web3"].includes(api))).toEqual([]);
    expect(flags.join(" ")).not.toMatch(/unlock|allow-insecure|corsdomain|origins=\*|vhosts/);
  },
);

test("warns on every public chain that the client cannot follow alone", () => {
  const unwarned = chains.filter(([name, chain]) => chain !== "dev" && profile(name).warnings[chain] === undefined);
  expect(unwarned).toEqual([]);
});

test("fails for a chain that the client does not run, and names those that it does", () => {
  expect(() => chainSizing(profile("parity"), "sepolia")).toThrow(
    'chain must be one that parity runs: mainnet, dev; got "sepolia"',
  );
});
