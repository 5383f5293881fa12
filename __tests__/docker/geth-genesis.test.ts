import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { ENDING, STARTING } from "../support/geth-geneses";
import { baseImage } from "./support/client-image";
import { tryDocker } from "./support/docker";

/** Prints the number of each genesis with which geth starts; what geth says of the others goes to stderr. */
const START_EACH = `for genesis in $(seq 0 $((COUNT - 1))); do
  geth --override.genesis=/geneses/$genesis.json --syncmode=full --datadir=/tmp/$genesis --nodiscover --maxpeers=0 --port=0 \\
    --authrpc.port=0 --ipcdisable --cache=64 console --exec 1 </dev/null >/tmp/log 2>&1 && echo "$genesis" || tail -n 3 /tmp/log >&2
done`;

test("real geth starts with each genesis that the synth takes, and with none that it refuses", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "geneses-"));
  try {
    const cases = [...STARTING, ...ENDING];
    for (const [number, [, genesis]] of cases.entries()) {
      writeFileSync(path.join(folder, `${number}.json`), JSON.stringify(genesis));
    }
    const { stderr, stdout } = tryDocker(
      ...[
        "run",
        "--rm",
        "--network=none",
        "--tmpfs=/tmp",
        `--volume=${folder}:/geneses:ro`,
        `--env=COUNT=${cases.length}`,
      ],
      ...["--entrypoint=/bin/sh", baseImage(), "-c", START_EACH],
    );
    const starting = stdout
      .trim()
      .split("\n")
      .map((number) => cases[Number(number)]?.[0]);
    expect(starting).toEqual(STARTING.map(([what]) => what));
    expect(stderr.match(/Fatal:|panic:/g)?.length).toBeGreaterThan(ENDING.length / 2);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
