import { written } from "../plan/report";
import { readCommand, run } from "../plan/run";
import { costOf } from "./cost";
import { costLines } from "./cost-lines";

run("cost", () => {
  const { plan, style } = readCommand(process.argv.slice(2));
  return { text: written([{ title: "Cost a month", lines: costLines(costOf(plan)) }], style), exitCode: 0 };
});
