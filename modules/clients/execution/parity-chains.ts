const SHUT_DOWN = "its network was shut down";
const OLD_RULES =
  "of its forks OpenEthereum 3.3.5 knows none since Byzantium: give the chain's own specification, with chain private";

/** Chains that OpenEthereum 3.3.5 knows by name (bin/oe/params.rs) and that are of no use there, each with the reason. */
export const refusedParityChains: Readonly<Record<string, string>> = {
  callisto: OLD_RULES,
  ellaism: OLD_RULES,
  ewc:
    "OpenEthereum's own specification of it ends before the Berlin fork, at block 12649625: give the chain's present one, " +
    "with chain private",
  goerli: SHUT_DOWN,
  kovan: SHUT_DOWN,
  mix: OLD_RULES,
  morden: SHUT_DOWN,
  musicoin: OLD_RULES,
  poacore: "its network was given up for Gnosis Chain, and has had no validators since 2023",
  poasokol: SHUT_DOWN,
  rinkeby: SHUT_DOWN,
  ropsten: SHUT_DOWN,
  volta:
    "OpenEthereum's own specification of it knows no fork since Constantinople: give the chain's present one, with chain " +
    "private",
  yolo3: SHUT_DOWN,
};
