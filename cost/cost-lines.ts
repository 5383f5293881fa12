import type { Line } from "../plan/report";
import { fixed, joined, say, type Words } from "../plan/words";
import { type Cost, type CostLine, dollars, type Side } from "./cost";
import { HOURS_A_MONTH, PRICES_DATE } from "./price-table";

/** The cost in words: the sum first, then what changes, then what is not in it. */
export function costLines({ lines, region, short, unknown }: Cost): Line[] {
  if (lines.length === 0) {
    return [{ words: joined([say`not known`, ...unknown], ": ") }];
  }
  const sum = (side: "before" | "after") => lines.reduce((total, line) => total + line[side], 0);
  const changed = lines.filter(({ after, before }) => cents(before) !== cents(after));
  const same = lines.filter((line) => !changed.includes(line));
  return [
    { words: say`in all: ${inAll(sum("before"), sum("after"), short)}`, isBold: true },
    ...changed.map((line) => ({ words: say`${line.what}: ${fromTo(line)}` })),
    ...(same.length === 0
      ? []
      : [
          {
            words: joined(
              [
                fixed("as before: "),
                joined(
                  same.map(({ after, what }) => say`${what} ${dollars(after)}`),
                  ", ",
                ),
              ],
              "",
            ),
          },
        ]),
    ...(unknown.length === 0 ? [] : [{ words: joined([fixed("not in it: "), joined(unknown, "; ")], "") }]),
    {
      words: say`by the prices of ${region ?? ""} on ${fixed(PRICES_DATE)}, on demand, ${HOURS_A_MONTH} hours, in US dollars without tax (cost/prices.json names the sources)`,
    },
  ];
}

/** Two sums can be compared only where nothing is missing in either. */
function inAll(before: number, after: number, short: ReadonlySet<Side>): Words {
  const told = (amount: number, side: Side) => (short.has(side) ? say`at least ${dollars(amount)}` : dollars(amount));
  return short.size === 0
    ? fromTo({ before, after })
    : say`${told(before, "before")} → ${told(after, "after")}; not everything has a price`;
}

function fromTo({ after, before }: Pick<CostLine, "before" | "after">): Words {
  if (cents(before) === cents(after)) {
    return say`${dollars(after)}`;
  }
  const difference = after - before;
  return say`${dollars(before)} → ${dollars(after)} (${fixed(difference > 0 ? "+" : "−")}${dollars(Math.abs(difference))})`;
}

const cents = (amount: number) => Math.round(amount * 100);
