/** What a node must hold and how old its newest block may be. Ages are of the newest block, by its timestamp. */
export interface Chain {
  /** Undefined where the chain is the user's own: then no answer can be wrong. */
  readonly chainId?: number;
  readonly genesisHash?: string;
  /** Of the beacon chain, in seconds since 1970. */
  readonly beaconGenesisSeconds?: number;
  readonly slotSeconds: number;
  /** A node comes in at this age, or younger. */
  readonly comesInAtSeconds: number;
  /** It goes out beyond this one. */
  readonly goesOutAtSeconds: number;
  /** It, or the chain, stands still from here on. */
  readonly standsStillAtSeconds: number;
  /** Blocks come when there is something to put in them, or when somebody seals: age alone says nothing. */
  readonly mayPause: boolean;
  /** The node makes the blocks itself and has no peers. */
  readonly isSolitary: boolean;
}

const PUBLIC = { slotSeconds: 12, comesInAtSeconds: 36, mayPause: false, isSolitary: false };
// One validator in five of a test network may sleep, so eight empty slots in a row come once a month.
const TESTNET = { ...PUBLIC, goesOutAtSeconds: 192, standsStillAtSeconds: 360 };
const OWN = {
  slotSeconds: 12,
  comesInAtSeconds: 36,
  goesOutAtSeconds: 96,
  standsStillAtSeconds: 180,
  mayPause: true,
};

/**
 * By the names of the catalogue. Ids and genesis hashes: go-ethereum 1.17.5, params/config.go, and for xdai
 * nethermind's chain specification; genesis times: the networks' own config.yaml.
 */
export const chains: Readonly<Record<string, Chain>> = {
  mainnet: {
    ...PUBLIC,
    chainId: 1,
    genesisHash: "0xd4e56740f876aef8c010b86a40d5f56745a118d0906a34e69aec8c0db1cb8fa3",
    beaconGenesisSeconds: 1_606_824_023,
    goesOutAtSeconds: 96,
    standsStillAtSeconds: 180,
  },
  sepolia: {
    ...TESTNET,
    chainId: 11_155_111,
    genesisHash: "0x25a5cc106eea7138acab33231d7160d69cb777ee0c2c553fcddf5138993e6dd9",
    beaconGenesisSeconds: 1_655_733_600,
  },
  hoodi: {
    ...TESTNET,
    chainId: 560_048,
    genesisHash: "0xbbe312868b376a3001692a646dd2d7d1e4406380dfd86b98aa8a34d1557c971b",
    beaconGenesisSeconds: 1_742_213_400,
  },
  xdai: {
    ...PUBLIC,
    slotSeconds: 5,
    chainId: 100,
    genesisHash: "0x4f1dd23188aab3a76b463e4af801b52b1248ef073c648cbdc4c9333d3da79756",
    beaconGenesisSeconds: 1_638_993_340,
    comesInAtSeconds: 30,
    goesOutAtSeconds: 80,
    standsStillAtSeconds: 180,
  },
  dev: { ...OWN, isSolitary: true },
  private: { ...OWN, isSolitary: false },
};
