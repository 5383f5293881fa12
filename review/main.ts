import path from "node:path";
import { readCommand, run } from "../plan/run";
import { readExceptions } from "./exceptions";
import { rendered } from "./render";
import { forbidden, review } from "./review";
import { RULES } from "./rules";

const OWN_EXCEPTIONS = path.join(__dirname, "..", "plan-exceptions");

run("plan-review", () => {
  const { plan, style, values } = readCommand(process.argv.slice(2), ["exceptions"]);
  const names = RULES.filter(({ level }) => level === "forbidden").map(({ name }) => name);
  const exceptions = readExceptions(values.exceptions ?? OWN_EXCEPTIONS, values.exceptions !== undefined, names);
  const result = review(plan, exceptions, new Date().toISOString().slice(0, "YYYY-MM-DD".length));
  return { text: rendered(result, style), exitCode: forbidden(result).length === 0 ? 0 : 1 };
});
