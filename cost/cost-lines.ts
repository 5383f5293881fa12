import type { Line } from "../plan/report";
import { joined, say, type Words } from "../plan/words";
import { type Cost, type CostLine, dollars } from "./cost";
import { HOURS_A_MONTH, PRICES_DATE } from "./price-table";

/** The cost in words: the sum first, then what changes, then what is not in it. */
export function costLines({ lines, region, unknown }: Cost): Line[] {
  if (lines.length === 0) {
    return [{ words: joined([say`not known`, ...unknown], ": ") }];
  }
  const sum = (side: "before" | "after") => lines.reduce((total, line) => total + line[side], 0);
  const changed = lines.filter(({ after, before }) => cents(before) !== cents(after));
  const same = lines.filter((line) => !changed.includes(line));
  return [
    { words: say`in all: ${fromTo({ before: sum("before"), after: sum("after") })}`, isBold: true },
    ...changed.map((line) => ({ words: say`${line.what}: ${fromTo(line)}` })),
    ...(same.length === 0
      ? []
      : [
          {
            words: joined(
              [
                { parts: ["as before: "] },
                joined(
                  same.map(({ after, what }) => say`${what} ${dollars(after)}`),
                  ", ",
                ),
              ],
              "",
            ),
          },
        ]),
    ...(unknown.length === 0 ? [] : [{ words: joined([{ parts: ["not in it: "] }, joined(unknown, "; ")], "") }]),
    {
      words: say`by the prices of ${region ?? ""} on ${PRICES_DATE}, on demand, ${HOURS_A_MONTH} hours, in US dollars without tax (cost/prices.json names the sources)`,
    },
  ];
}

function fromTo({ after, before }: Pick<CostLine, "before" | "after">): Words {
  if (cents(before) === cents(after)) {
    return say`${dollars(after)}`;
  }
  const difference = after - before;
  return say`${dollars(before)} → ${dollars(after)} (${difference > 0 ? "+" : "−"}${dollars(Math.abs(difference))})`;
}

const cents = (amount: number) => Math.round(amount * 100);
