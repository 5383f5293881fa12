import { isCheckpointUrl, withoutSecrets } from "../../../modules/clients/checkpoint-url";
import { defaultCheckpointUrls } from "../../../modules/clients/default-checkpoint-urls";

const HEX_32 = "3c6e0b8a9c15224a8228b9a98ca1531d";
const HEX_40 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b";
const UUID = "7d793037-a076-4f1e-9b7a-8d6ad6f9c3b1";

/** As providers give them out, with made-up keys: the secret, and what may be shown of the URL. */
const WITH_A_SECRET: [url: string, secret: string, shown: string][] = [
  [`https://divine-holy-sky.quiknode.pro/${HEX_40}`, HEX_40, "https://divine-holy-sky.quiknode.pro/…"],
  [`https://divine-holy-sky.quiknode.pro/${HEX_40}/`, HEX_40, "https://divine-holy-sky.quiknode.pro/…"],
  [`https://go.getblock.io/${HEX_32}`, HEX_32, "https://go.getblock.io/…"],
  [
    "https://eth-mainnetbeacon.g.alchemy.com/v2/aB3-dE_fGh1jKlMn0pQrStUvWxYz4567",
    "dE_fG",
    "https://eth-mainnetbeacon.g.alchemy.com/…",
  ],
  [
    "https://eth-mainnetbeacon.g.alchemy.com/v2/ab_cDe-fgH_ijk-Lmn_opQ-rst_uVw",
    "opQ",
    "https://eth-mainnetbeacon.g.alchemy.com/…",
  ],
  [`https://beacon-nd-123-456-789.p2pify.com/${HEX_32}`, HEX_32, "https://beacon-nd-123-456-789.p2pify.com/…"],
  [`https://rpc.ankr.com/premium-http/eth_beacon/${HEX_32}${HEX_32}`, HEX_32, "https://rpc.ankr.com/…"],
  [`https://eth-beacon.nownodes.io/${UUID}`, UUID, "https://eth-beacon.nownodes.io/…"],
  [`https://id:${HEX_32}@eth2-beacon-mainnet.infura.io`, HEX_32, "https://…@eth2-beacon-mainnet.infura.io"],
  ["https://user:sh0rt@beacon.example.org", "sh0rt", "https://…@beacon.example.org"],
  ["https://user@beacon.example.org", "user", "https://…@beacon.example.org"],
  ["https://user:a/b@beacon.example.org", "a/b", "…"],
  [`https://svc.blockdaemon.com/ethereum/mainnet/beacon?apiKey=${HEX_32}`, HEX_32, "https://svc.blockdaemon.com/…"],
  ["https://mainnet.gateway.tenderly.co/6bKQ2mWx1TzYp8RvLc3dHs", "6bKQ2", "https://mainnet.gateway.tenderly.co/…"],
  [`https://eth-mainnet-beacon.nodereal.io/v1/${HEX_32}`, HEX_32, "https://eth-mainnet-beacon.nodereal.io/…"],
  [`https://ethereum-beacon.blockpi.network/rpc/v1/${HEX_40}`, HEX_40, "https://ethereum-beacon.blockpi.network/…"],
  ["https://lb.drpc.org/rest/eth-beacon-chain?dkey=Ab1", "Ab1", "https://lb.drpc.org/…"],
  ["https://lb.drpc.org/eth-beacon-chain/AmNtLZqEw3Yt0bCvVx-Kk_8aB1cD2eF", "AmNt", "https://lb.drpc.org/…"],
  ["https://beacon.example.org#Ab1", "Ab1", "https://beacon.example.org/…"],
  [`https://${HEX_32}.beacon.example`, HEX_32, "https://….beacon.example"],
  [`https://${HEX_32}.beacon.example:5052`, HEX_32, "https://….beacon.example:5052"],
  [`https://${UUID}.beacon.example/eth`, UUID, "https://….beacon.example/…"],
  ["https://mainnet.beacon.example/qwertzuiopasdfghjklyxcvbnmq", "qwertz", "https://mainnet.beacon.example/…"],
  [`${HEX_32}@beacon.example`, HEX_32, "…"],
  ["https://beacon.example.org/rpc/0f3a9c1b7d2e4a68", "0f3a9c1b", "https://beacon.example.org/…"],
  ["https://beacon.example.org/rpc/QwErTzUiOpAsDf", "QwErTz", "https://beacon.example.org/…"],
  ["https://d111111abcdef8.cdn.example", "d111111", "https://….cdn.example"],
  ["http://beacon.example", "/eth", "http://beacon.example"],
];

test.each(WITH_A_SECRET)("%s is refused, and no message shows more of it than it may", (url, secret, shown) => {
  expect(isCheckpointUrl(url)).toBe(false);
  expect(withoutSecrets(url)).toBe(shown);
  expect(withoutSecrets(url)).not.toContain(secret);
  expect(withoutSecrets(shown)).toBe(shown);
});

const SANE = [
  ...Object.values(defaultCheckpointUrls).flat(),
  "https://beacon.example.org/mainnet",
  "https://beacon.example.org:5052",
  "https://example.org/eth/beacon",
  "https://ethereum-beacon-api.publicnode.com",
  "https://eth2-beacon-mainnet.example.org/v1/eth2",
  "https://beacon-1.eu-central-1.nodes.internal:5052",
  "https://checkpoint-sync.mainnet-node-1a.k8s.example.org/beacon_api",
  "https://192.0.2.7:5052",
  "https://xn--bcher-kva.example/mainnet",
];

test.each(SANE)("%s is taken", (url) => {
  expect(isCheckpointUrl(url)).toBe(true);
  expect(withoutSecrets(url).split("/").slice(0, 3)).toEqual(url.split("/").slice(0, 3));
});

test("of 20,000 random keys of every form, hardly one would pass", () => {
  const forms: [length: number, alphabet: string][] = [
    [32, "0123456789abcdef"],
    [20, "0123456789abcdef"],
    [32, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"],
    [22, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"],
    [32, "abcdefghijklmnopqrstuvwxyz0123456789"],
  ];
  const passed = forms.flatMap(([length, alphabet]) =>
    Array.from({ length: 4_000 }, () =>
      Array.from({ length }, () => alphabet[Math.floor(Math.random() * alphabet.length)]).join(""),
    ).filter((key) => isCheckpointUrl(`https://beacon.example/${key}`)),
  );
  expect(passed.length).toBeLessThanOrEqual(20);
});
