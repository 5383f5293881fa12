/** APIs that nobody should reach over the network without having thought of it, each with the reason. */
export const dangerousApis: Readonly<Record<string, string>> = {
  admin: "it changes the node's peers and opens more doors",
  debug: "one call can rewind the chain or keep the node busy for minutes",
  miner: "it changes what the node seals",
  overlay: "one call runs the caller's own code over many blocks",
  parity_accounts: "it handles keys",
  parity_set: "it changes the node's settings, and fetches any URL that it is told to",
  personal: "it handles keys",
  reth: "it switches and clears the node's compiler, and one call executes many blocks again",
  secretstore: "it handles keys",
};
