import { isObject, type JsonObject } from "../json-object";

interface Fork {
  /** As a genesis has it. */
  readonly name: string;
  /** Whether the next one may come without it. */
  readonly optional?: true;
}

// params/config.go of v1.17, CheckConfigForkOrder.
const FORKS: readonly Fork[] = [
  { name: "homesteadBlock" },
  { name: "daoForkBlock", optional: true },
  { name: "eip150Block" },
  { name: "eip155Block" },
  { name: "eip158Block" },
  { name: "byzantiumBlock" },
  { name: "constantinopleBlock" },
  { name: "petersburgBlock" },
  { name: "istanbulBlock" },
  { name: "muirGlacierBlock", optional: true },
  { name: "berlinBlock" },
  { name: "londonBlock" },
  { name: "arrowGlacierBlock", optional: true },
  { name: "grayGlacierBlock", optional: true },
  { name: "mergeNetsplitBlock", optional: true },
  { name: "shanghaiTime" },
  ...["cancun", "prague", "osaka", "ubt", "bpo1", "bpo2", "bpo3", "bpo4", "bpo5", "amsterdam", "bogota"].map(
    (fork): Fork => ({ name: `${fork}Time`, optional: true }),
  ),
];
const WITH_BLOBS = ["cancun", "prague", "bpo1", "bpo2", "bpo3", "bpo4", "bpo5"];

/**
 * Why geth would not start with the forks of a genesis, after "must"; undefined where it would.
 *
 * @param config with its names in lower case
 * @param timestamp of the genesis
 * @param hasExcessBlobGas whether the genesis has that field
 */
export function gethForksRule(config: JsonObject, timestamp: number, hasExcessBlobGas: boolean): string | undefined {
  const at = (name: string) => config[name.toLowerCase()] as number | null | undefined;
  return (
    orderRule(at) ??
    blobScheduleRule(at, config.blobschedule) ??
    genesisBlockRule((fork) => (at("londonBlock") ?? 1) <= 0 && (at(fork) ?? Infinity) <= timestamp, hasExcessBlobGas)
  );
}

type At = (fork: string) => number | null | undefined;

function orderRule(at: At): string | undefined {
  let last: Fork | undefined;
  for (const fork of FORKS) {
    const [before, now] = [at(last?.name ?? "") ?? undefined, at(fork.name) ?? undefined];
    if (last !== undefined && now !== undefined) {
      if (before === undefined) {
        return `have config.${last.name}, without which geth takes no config.${fork.name}`;
      }
      if (unit(last) === unit(fork) && before > now) {
        return `have a config.${fork.name} not before its config.${last.name}, as forks come in this order`;
      }
    }
    if (!fork.optional || now !== undefined) {
      last = fork;
    }
  }
  return undefined;
}

function unit({ name }: Fork): string {
  return name.endsWith("Time") ? "time" : "block";
}

function blobScheduleRule(at: At, given: unknown): string | undefined {
  const schedule = isObject(given)
    ? Object.fromEntries(Object.entries(given).map(([name, value]) => [name.toLowerCase(), value]))
    : {};
  for (const fork of WITH_BLOBS) {
    const entry = schedule[fork] ?? undefined;
    if (entry === undefined && (at(`${fork}Time`) ?? undefined) !== undefined) {
      return `have config.blobSchedule.${fork}, without which geth takes no config.${fork}Time`;
    }
    if (entry !== undefined && !isBlobEntry(entry)) {
      return `have an object with the whole numbers target, max and baseFeeUpdateFraction, the last one above 0, as its config.blobSchedule.${fork}`;
    }
  }
  return undefined;
}

function isBlobEntry(entry: unknown): boolean {
  if (!isObject(entry)) {
    return false;
  }
  const numbers = Object.fromEntries(Object.entries(entry).map(([name, value]) => [name.toLowerCase(), value]));
  const { basefeeupdatefraction: fraction, max = 0, target = 0 } = numbers;
  return (
    [fraction, max, target].every((value) => Number.isInteger(value) && Number(value) >= 0) && Number(fraction) > 0
  );
}

/** What the block of the genesis has of one fork, it must have of those before: geth could not read it back. */
function genesisBlockRule(isActive: (fork: string) => boolean, hasExcessBlobGas: boolean): string | undefined {
  const forks = ["shanghaiTime", "cancunTime", "pragueTime", "amsterdamTime"];
  const gap = forks.find((fork, index) => !isActive(fork) && forks.slice(index).some(isActive));
  if (gap !== undefined) {
    return `have config.${gap}, as a later fork holds from its first block on`;
  }
  return hasExcessBlobGas && !isActive("cancunTime")
    ? "not have excessBlobGas, as Cancun does not hold from its first block on"
    : undefined;
}
