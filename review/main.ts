import { readCommand, run } from "../plan/run";
import { projectReview } from "./project-review";
import { rendered } from "./render";
import { forbidden } from "./review";

run("plan-review", () => {
  const { plan, style, values } = readCommand(process.argv.slice(2), ["exceptions"]);
  const result = projectReview(plan, values.exceptions);
  return { text: rendered(result, style), exitCode: forbidden(result).length === 0 ? 0 : 1 };
});
