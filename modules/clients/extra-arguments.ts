const FLAG = /^--([A-Za-z][A-Za-z0-9._-]*)(=.*)?$/;
/** Printable, and no placeholder of placeholders.ts. */
const ARGUMENT = /^(?!.*\{\{)[\x21-\x7e]+$/;
/** What is offered to whom, older names included, what is kept secret, and what is read from a file: by the flag's name. */
const CLOSED =
  /apis?$|modules$|hosts$|allowlist$|cors|origins|unlock|unsafe|insecure|password|secret|ethstats|keyhex|jwt|(^|[.-])(config|configfile|config-file)$/i;

/** What is wrong with arguments that the user adds to a client's own, after "must"; undefined where all is well. */
export function extraArgumentsRule(
  client: string,
  own: readonly string[],
  extra: readonly string[],
): string | undefined {
  const taken = new Set(own.flatMap((argument) => nameOf(argument) ?? []));
  let mayBeValue = false;
  for (const argument of extra) {
    const name = nameOf(argument);
    if (!ARGUMENT.test(argument) || (name === undefined && !(mayBeValue && !argument.startsWith("-")))) {
      return "hold flags that begin with --, each with its value behind = or a space; no spaces, quotes or {{ in it";
    }
    if (name !== undefined && taken.has(name)) {
      return `not hold --${name}, which this project sets for ${client}`;
    }
    if (name !== undefined && CLOSED.test(name)) {
      return `not hold --${name}: it could open the node, or hold a secret, and arguments stand in plan, state and logs`;
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
