const FLAG = /^--([A-Za-z][A-Za-z0-9._-]*)(=.*)?$/s;
/** Printable, no placeholder of placeholders.ts, and no quote of a shell around a value. */
const ARGUMENT = /^(?!.*\{\{)(?!(--[^=]*=)?["'])[\x21-\x7e]+$/;
/** What is offered to whom, older names included, what is kept secret, and what is read from a file: by the flag's name. */
const CLOSED = new RegExp(
  [
    "apis?$|modules$|hosts$|allowlist$|cors|origins?$|additional-?rpc|unlock|unsafe|insecure|unsecure",
    "password|secret|ethstats|keyhex|node-?key$|api-?key|jwt|(^|[.-])token(-file)?$|webhook|(monitoring.|publish-)endpoint$",
    "(^|[.-])(config|configfile|config-file)$",
  ].join("|"),
  "i",
);
/** Where a client keeps its files. */
const PLACE = /(dir|directory|path)$|^datadir\.(?!minfreedisk)|static[-_]?files$/i;
const CHAIN = /^(mainnet|sepolia|hoodi|holesky|goerli|gnosis|chiado|dev|testnet)$/i;

/** What is wrong with arguments that the user adds to a client's own, after "must"; undefined where all is well. */
export function extraArgumentsRule(
  client: string,
  own: readonly string[],
  extra: readonly string[],
): string | undefined {
  const taken = new Set(own.flatMap((argument) => spellings(nameOf(argument))));
  let mayBeValue = false;
  for (const argument of extra) {
    const name = nameOf(argument);
    // A word that begins with a letter would be one of the client's commands where the flag before it is a switch.
    if (!ARGUMENT.test(argument) || (name === undefined && !(mayBeValue && /^[^A-Za-z-]/.test(argument)))) {
      return "hold flags that begin with --, each with its value behind =, or a number behind a space; no spaces, quotes around it or {{";
    }
    if (name !== undefined && spellings(name).some((spelling) => taken.has(spelling))) {
      return `not hold --${name}, which this project sets for ${client}`;
    }
    if (name !== undefined && CLOSED.test(name)) {
      return `not hold --${name}: it could open the node, or hold a secret, and arguments stand in plan, state and logs`;
    }
    if (name !== undefined && PLACE.test(name)) {
      return `not hold --${name}: this project says where ${client} keeps its files, and nothing stays but on the chain disk`;
    }
    if (name !== undefined && CHAIN.test(name)) {
      return `not hold --${name}: the setting chain (ETHNODE_CHAIN) says which chain it is`;
    }
    // Only the word right behind a flag without = may be its value.
    mayBeValue = name !== undefined && !argument.includes("=");
  }
  return undefined;
}

/** As the client compares them: some mind no case. */
function nameOf(argument: string): string | undefined {
  return FLAG.exec(argument)?.[1]?.toLowerCase();
}

/** The name as clients may also spell it: Nethermind takes - for a dot, Lodestar a no- before a switch and - between words. */
function spellings(name: string | undefined): string[] {
  const letters = (name ?? "").replace(/[._-]/g, "");
  return letters === "" ? [] : [letters, letters.startsWith("no") ? letters.slice(2) : `no${letters}`];
}
