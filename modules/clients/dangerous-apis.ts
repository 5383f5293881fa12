/** APIs that nobody should reach over the network without having thought of it, each with the reason. */
export const dangerousApis: Readonly<Record<string, string>> = {
  admin: "it changes the node's peers and opens more doors",
  debug: "one call can rewind the chain or keep the node busy for minutes",
  engine: "it decides which chain the node follows, and is the consensus client's alone",
  miner: "it changes what the node seals",
  parity_accounts: "it handles keys",
  parity_set: "it changes the node's settings",
  personal: "it handles keys",
  secretstore: "it handles keys",
};
