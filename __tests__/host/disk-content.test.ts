import { CLIENT_OWNER } from "../support/client-user";
import { HostBench, type HostOptions } from "./support/host-bench";
import type { TestHost } from "./support/test-host";

const PAIR = {
  CLIENTS: "geth lighthouse",
  FOREIGN_CLIENTS: "parity nethermind besu reth erigon",
  USES_ENGINE_API: "true",
};
const PARITY = {
  CLIENTS: "parity",
  FOREIGN_CLIENTS: "geth nethermind besu reth erigon",
  CHAIN: "mainnet",
  EXECUTION_DATABASES: "chains",
};
const RECORD = "/data/.ethereum-node";
const SECRET = "5a".repeat(32);

const bench = new HostBench();

/** The checksum of everything on the disk: names, kinds, owners, modes, times and content. */
function everything(): Promise<string> {
  return bench.disk.inside(
    '{ find "$disk" -printf "%P %y %U:%G %m %n %l %T@\\n" | sort; find "$disk" -type f -print0 | sort -z | xargs -0 --no-run-if-empty sha256sum; } | sed "s|$disk||" | sha256sum',
  );
}

/** Expects a refusal in one line that holds the words, before anything on the disk changed. */
async function expectRefusal(words: readonly string[], options: HostOptions = {}): Promise<TestHost> {
  const before = await everything();
  const host = await bench.host(options);
  await host.start();
  await host.untilRefused();
  const errors = host.errors();
  expect(errors).toHaveLength(1);
  for (const word of [bench.volumeId, "refused: ", ...words]) {
    expect(errors[0]).toContain(word);
  }
  expect(host.hasStartedEcs()).toBe(false);
  expect(await host.exec("stat -c '%u:%g %a' /etc /srv; ls /srv")).toBe("0:0 755\n0:0 755");
  await host.powerOff();
  expect(await everything()).toBe(before);
  return host;
}

// Each kind of path is in __tests__/modules/node/boot/disk-content.test.ts.
describe("a host refuses a disk that leads elsewhere, and writes nothing anywhere:", () => {
  const REMOVE = "see what it leads to, and remove it";

  test.each([
    ["a link in the place of the client's directory", 'ln -s /srv/x "$disk/geth"', ["/data/geth", "a symbolic link"]],
    ["a link in the place of engine-api", 'ln -s /etc "$disk/engine-api"', ["/data/engine-api", "a symbolic link"]],
    [
      "a second name of the secret",
      'mkdir "$disk/engine-api"; echo x >"$disk/keep/x"; ln "$disk/keep/x" "$disk/engine-api/jwt-secret"',
      ["/data/engine-api/jwt-secret", "got a regular file with 2"],
    ],
    [
      "a pipe in the place of the secret",
      'mkdir "$disk/engine-api"; mkfifo "$disk/engine-api/jwt-secret"',
      ["/data/engine-api/jwt-secret", "got a fifo"],
    ],
    [
      "a link deep inside the client's directory",
      'mkdir -p "$disk/geth/geth/a"; ln -s ../../../../srv "$disk/geth/geth/a/b"',
      ["/data/geth on", "no link that leads out of it, got /data/geth/geth/a/b"],
    ],
  ])("%s", async (_content, script, words) => {
    await bench.disk.fill("xfs");
    await bench.disk.inside(script.includes('"$disk/geth"') ? `rm -r "$disk/geth"; ${script}` : script);
    await expectRefusal([...words, REMOVE], { settings: PAIR });
  });

  test("but not for a link that stays in the client's directory", async () => {
    await bench.disk.fill("xfs");
    await bench.disk.inside(
      'ln -s 1.ldb "$disk/geth/chaindata/link"; chown -h 0:0 "$disk/geth" "$disk/geth/chaindata/link"',
    );
    const host = await bench.runningHost();
    expect(await host.exec("stat -c '%u:%g %F' /data/geth/chaindata/link /data/geth/chaindata/1.ldb")).toBe(
      `${CLIENT_OWNER} symbolic link\n${CLIENT_OWNER} regular file`,
    );
  });
});

describe("a host refuses a disk whose chain is not where the client looks:", () => {
  test("the layout of the article, for which it gives the commands that mend it", async () => {
    await bench.disk.fill("ext4");
    await bench.disk.inside(
      'rm -r "$disk/geth" "$disk/keep"; mkdir -p "$disk/chains/ethereum/db/906a34e69aec8c0d"; seq 9999 >"$disk/chains/ethereum/db/906a34e69aec8c0d/CURRENT"',
    );
    const snapshot = await bench.useVolumeFromSnapshot();
    const settings = { ...PARITY, SEED_SNAPSHOT_ID: snapshot };
    const commands = [
      "sudo mkdir --parents /data/parity && sudo mv /data/chains /data/parity/",
      `sudo chown --recursive ${CLIENT_OWNER} /data/parity`,
    ];
    const host = await expectRefusal(
      [
        "made from a snapshot, must hold the chain of parity in /data/parity/chains, got 'chains' at the top",
        ...commands.map((command) => `'${command}'`),
      ],
      { settings },
    );
    await host.start();
    await host.untilRefused();
    await host.exec(commands.join("\n").replaceAll("sudo ", ""));
    await host.exec("systemctl restart --no-block ethereum-node.service");
    await host.untilClientRuns();
    expect(await host.exec("stat -c '%u:%g' /data/parity/chains/ethereum/db/906a34e69aec8c0d/CURRENT")).toBe(
      `${CLIENT_OWNER}`,
    );
  });

  test("a geth directory at the top of the disk", async () => {
    await bench.disk.fill("xfs");
    await bench.disk.inside('mv "$disk"/geth/chaindata "$disk"; rmdir "$disk/geth"; echo key >"$disk/nodekey"');
    const snapshot = await bench.useVolumeFromSnapshot();
    await expectRefusal(
      [
        "must hold the chain of geth in /data/geth/geth/chaindata, got 'chaindata keep nodekey' at the top",
        "sudo mkdir --parents /data/geth/geth && sudo mv /data/chaindata /data/geth/geth/",
      ],
      { settings: { SEED_SNAPSHOT_ID: snapshot } },
    );
  });

  test.each([
    ["an empty file system", 'rm -r "$disk/geth" "$disk/keep"', "got ''"],
    [
      "the data of the consensus client alone",
      'rm -r "$disk/geth"; mkdir -p "$disk/lighthouse/beacon"',
      "got 'keep lighthouse'",
    ],
  ])("%s on a disk from a snapshot", async (_content, script, got) => {
    await bench.disk.fill("xfs");
    await bench.disk.inside(script);
    await bench.useVolumeFromSnapshot();
    await expectRefusal(["made from a snapshot", got, "take a blank disk"], { settings: PAIR });
  });

  test("data that nobody knows, on a disk from no snapshot", async () => {
    await bench.disk.fill("ext4");
    await bench.disk.inside('mv "$disk/geth" "$disk/geth-of-before"; touch "$disk/$(printf "a\\nb")"');
    await expectRefusal(["got 'a b geth-of-before keep' at the top"]);
  });

  test("but not an empty one that was made here, nor one on which the consensus client alone has data", async () => {
    await bench.disk.fill("ext4");
    await bench.disk.inside(
      'rm -r "$disk/geth" "$disk/keep"; mkdir -p "$disk/lighthouse/beacon" "$disk/geth" "$disk/monitor"',
    );
    await bench.runningHost({ settings: PAIR });
  });

  test("nor a missing consensus client beside a chain from a snapshot", async () => {
    await bench.disk.fill("xfs");
    await bench.useVolumeFromSnapshot();
    const host = await bench.runningHost({ settings: PAIR });
    expect(await host.exec("ls /data")).toBe("engine-api\ngeth\nkeep\nlighthouse\nmonitor");
  });
});

describe("a host keeps on the disk what it is used for,", () => {
  const WANTED = {
    CHAIN: "private",
    CHAIN_GENESIS_SHA256: "1".repeat(64),
    NODE_TYPE: "full",
    NODE_TYPE_MAY_FOLLOW: "",
  };

  /** A disk with data, once used with these settings. */
  async function usedWith(settings: Record<string, string>): Promise<void> {
    await bench.disk.fill("xfs");
    const host = await bench.runningHost({ settings });
    await host.powerOff();
    await bench.terminate(host.instanceId);
  }

  test("root's alone, outside the clients' directories", async () => {
    await bench.disk.fill("xfs");
    const host = await bench.runningHost({ settings: { ...PAIR, ...WANTED } });
    expect(await host.exec(`stat -c '%u:%g %a' ${RECORD}; cat ${RECORD}`)).toBe(
      [
        "0:0 644",
        `VOLUME_ID=${bench.volumeId}`,
        "EXECUTION_CLIENT=geth",
        "CLIENTS=geth lighthouse",
        "CHAIN=private",
        `CHAIN_GENESIS_SHA256=${"1".repeat(64)}`,
        "NODE_TYPE=full",
      ].join("\n"),
    );
  });

  test.each([
    [
      "another node type",
      { NODE_TYPE: "archive" },
      "NODE_TYPE must be 'full'",
      "got 'archive': set the setting nodeType back",
    ],
    ["another chain", { CHAIN: "sepolia" }, "CHAIN must be 'private'", "got 'sepolia': set the setting chain back"],
    [
      "another genesis, or name of the chain",
      { CHAIN_GENESIS_SHA256: "2".repeat(64) },
      `CHAIN_GENESIS_SHA256 must be '${"1".repeat(64)}'`,
      "set name and genesis in the chainSpecFile back, or move the data away",
    ],
  ])("and refuses %s", async (_change, change, was, way) => {
    await usedWith(WANTED);
    await expectRefusal([was, way], { settings: { ...WANTED, ...change } });
  });

  test("but takes another consensus client, and a node type that the client makes of the former one", async () => {
    await usedWith({ ...PAIR, ...WANTED });
    const settings = {
      ...PAIR,
      ...WANTED,
      CLIENTS: "geth teku",
      NODE_TYPE: "history-expired",
      NODE_TYPE_MAY_FOLLOW: "full",
    };
    const host = await bench.runningHost({ settings });
    expect(await host.exec(`grep -E '^(CLIENTS|NODE_TYPE)=' ${RECORD}`)).toBe(
      "CLIENTS=geth teku\nNODE_TYPE=history-expired",
    );
  });

  test("and takes everything once a person has moved the data away", async () => {
    await usedWith(WANTED);
    await bench.disk.inside('mv "$disk/geth" "$disk/geth-of-before"');
    const settings = { CHAIN: "sepolia", CHAIN_GENESIS_SHA256: "", NODE_TYPE: "archive" };
    const host = await bench.runningHost({ settings });
    expect(await host.exec(`grep -E '^(CHAIN|NODE_TYPE)=' ${RECORD}`)).toBe("CHAIN=sepolia\nNODE_TYPE=archive");
    expect(await host.exec("ls /data/geth-of-before/chaindata | wc -l")).toBe("40");
  });

  test("and refuses a record that no host wrote", async () => {
    await bench.disk.fill("xfs");
    await bench.disk.inside('echo "VOLUME_ID=\\$(reboot)" >"$disk/.ethereum-node"');
    await expectRefusal([`${RECORD} on`, "must be the record that a host wrote"]);
  });
});

test("a host refuses the copy of a validator's disk until a person has said that the other is gone", async () => {
  const settings = { ...PARITY, CHAIN: "private", VALIDATOR_DIRECTORY: "parity/validator" };
  await bench.disk.fill("xfs");
  await bench.disk.inside(
    'rm -r "$disk/geth" "$disk/keep"; mkdir -p "$disk/parity/chains"; echo x >"$disk/parity/chains/x"',
  );
  const validator = await bench.runningHost({ settings });
  const original = bench.volumeId;
  expect(await validator.exec("cat /data/.validator-volume")).toBe(original);
  await validator.exec("mkdir /data/parity/validator; echo 0xab >/data/parity/validator/address");
  await validator.powerOff();
  await bench.terminate(validator.instanceId);
  const snapshot = await bench.useVolumeFromSnapshot();
  const command = `echo ${bench.volumeId} | sudo tee /data/.validator-volume`;
  const words = [`must hold no validator's key but its own, got that of ${original}`, `run '${command}'`];
  const host = await expectRefusal(words, { settings: { ...settings, SEED_SNAPSHOT_ID: snapshot } });
  await host.start();
  await host.untilRefused();
  await host.exec(command.replace("sudo ", ""));
  await host.exec("systemctl restart --no-block ethereum-node.service");
  await host.untilClientRuns();
  expect(await host.exec("cat /data/.validator-volume /data/parity/validator/address")).toBe(`${bench.volumeId}\n0xab`);
});

describe("a host whose disk was written through another volume", () => {
  const IDENTITY = [
    "geth/geth/nodekey",
    "geth/nodekey",
    "lighthouse/beacon/network/key",
    "teku/beacon/kvstore/generated-node-key.dat",
  ];
  const ACCOUNT = "geth/keystore/UTC--2026--account";
  /** Which of the files are there, with their content. */
  const identity = 'for file in $FILES; do [[ ! -e $disk/$file ]] || echo "$file $(cat "$disk/$file")"; done'.replace(
    "$FILES",
    [...IDENTITY, ACCOUNT, "engine-api/jwt-secret"].join(" "),
  );

  beforeEach(async () => {
    await bench.disk.fill("xfs");
    await bench.disk.inside(
      `for file in ${[...IDENTITY, ACCOUNT].join(" ")}; do mkdir -p "$(dirname "$disk/$file")"; echo key >"$disk/$file"; done; mkdir "$disk/engine-api"; echo -n ${SECRET} >"$disk/engine-api/jwt-secret"`,
    );
  });

  async function boot(settings: Record<string, string> = {}): Promise<string> {
    const host = await bench.runningHost({ settings: { ...PAIR, ...settings } });
    await host.powerOff();
    await bench.terminate(host.instanceId);
    return host
      .journal()
      .filter((line) => line.includes("network identity"))
      .join("\n");
  }

  const kept = [...IDENTITY, ACCOUNT].map((file) => `${file} key`).join("\n");

  test("takes the network identity away once, before the client starts, and keeps the accounts", async () => {
    expect(await boot()).toBe("");
    expect(await bench.disk.inside(identity)).toBe(`${kept}\nengine-api/jwt-secret ${SECRET}`);
    await bench.useVolumeFromSnapshot();
    const before = await bench.disk.treeHash();
    const line = await boot();
    for (const file of [...IDENTITY, "engine-api/jwt-secret"]) {
      expect(line).toContain(` ${file}`);
    }
    const after = await bench.disk.inside(identity);
    expect(after).toMatch(new RegExp(`^${ACCOUNT} key\nengine-api/jwt-secret [0-9a-f]{64}$`));
    expect(after).not.toContain(SECRET);
    expect(await bench.disk.treeHash()).toBe(before);

    await bench.disk.inside(`echo new >"$disk/${IDENTITY[0]}"`);
    expect(await boot()).toBe("");
    expect(await bench.disk.inside(identity)).toBe(`${IDENTITY[0]} new\n${after}`);
  });

  test("or came from a snapshot without a record, does so too", async () => {
    await bench.useVolumeFromSnapshot();
    expect(await boot()).toContain("geth/geth/nodekey");
    expect(await bench.disk.inside(identity)).not.toContain("nodekey");
  });

  test("or was made here by an older release, without a record, keeps its identity", async () => {
    expect(await boot()).toBe("");
    expect(await bench.disk.inside(identity)).toContain(kept);
  });
});
