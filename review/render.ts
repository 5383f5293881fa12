import { costLines } from "../cost/cost-lines";
import { SENSITIVE } from "../plan/mask";
import type { Change } from "../plan/plan";
import { type Line, type Section, type Style, written } from "../plan/report";
import { joined, say, type Words } from "../plan/words";
import { differences } from "./differences";
import type { Exception } from "./exceptions";
import type { Level } from "./finding";
import { forbidden, type Judged, type Review } from "./review";

/** By which whoever posts the comment finds it again. */
export const MARKER = "<!-- plan-review -->";

const SYMBOLS: Readonly<Record<string, string>> = {
  create: "create",
  update: "change in place",
  delete: "DESTROY",
  forget: "FORGET",
  read: "read",
  "no-op": "keep",
};

/** What AWS counts and names, and no reviewer decides on. */
const COMPUTED = ["arn", "id", "latest_version", "revision", "tags_all"];

/** The whole review: what hurts first. */
export function rendered(review: Review, style: Style): string {
  const marker = style === "markdown" ? [MARKER] : [];
  return [...marker, written(sections(review), style)].join("\n");
}

function sections(review: Review): Section[] {
  const of = (level: Level) => review.findings.filter((finding) => finding.level === level);
  const open = forbidden(review);
  const excepted = of("forbidden").filter(({ exception }) => exception !== undefined);
  return [
    { title: verdict(review), lines: [] },
    { title: "Forbidden", lines: open.map(line) },
    { title: "Forbidden, and excepted", lines: excepted.map(line) },
    { title: "Hurts", lines: of("risk").map(line) },
    { title: "Exceptions to look at", lines: exceptionLines(review) },
    { title: "To know", lines: of("note").map((finding) => ({ ...line(finding), isBold: false })) },
    { title: "Changes", lines: changeLines(review.changes) },
    { title: "Cost a month", lines: costLines(review.cost) },
  ];
}

function verdict(review: Review): string {
  const count = forbidden(review).length;
  if (count > 0) {
    return `Plan review: ${count} FORBIDDEN, do not apply`;
  }
  const excepted = review.findings.filter(({ level }) => level === "forbidden").length;
  const risks = review.findings.filter(({ level }) => level === "risk").length;
  const exceptions = excepted === 0 ? "" : `, ${excepted} by exception`;
  const hurts = risks === 0 ? "" : `, ${risks} that ${risks === 1 ? "hurts" : "hurt"}`;
  return `Plan review: nothing forbidden${exceptions}${hurts}${review.changes.length === 0 ? ", no changes" : ""}`;
}

function line({ exception, level, rule, text }: Judged): Line {
  const accepted = exception === undefined ? say`` : say` — excepted until ${exception.until}: ${exception.reason}`;
  return { words: say`${text}${accepted}`, isBold: level !== "note", after: ` [${rule}]` };
}

function exceptionLines({ expired, unused }: Review): Line[] {
  const told = ({ resource, rule, until }: Exception, what: string): Line => ({
    words: { parts: [...say`${rule} of ${resource}, until ${until}: `.parts, what] },
  });
  return [
    ...expired.map((exception) =>
      told(exception, "EXPIRED, it does not count: remove the line, or have it reviewed anew"),
    ),
    ...unused.map((exception) => told(exception, "UNUSED, nothing of the kind was found: remove the line")),
  ];
}

function changeLines(changes: readonly Change[]): Line[] {
  const sorted = [...changes].sort((a, b) => weight(b) - weight(a) || (a.address < b.address ? -1 : 1));
  return sorted.map((change) => ({ words: changeWords(change) }));
}

function isReplaced({ actions }: Change): boolean {
  return actions.includes("create") && actions.length > 1;
}

/** The id is one of the resource's values, and may be a sensitive one. */
function shownImport({ importId = "", shownAfter, shownBefore }: Change): string {
  return [...Object.values(shownAfter), ...Object.values(shownBefore)].includes(importId) ? importId : SENSITIVE;
}

function weight({ actions }: Change): number {
  return actions.includes("delete") || actions.includes("forget") ? 2 : actions.includes("update") ? 1 : 0;
}

function changeWords(change: Change): Words {
  const steps = change.actions.map((one) => SYMBOLS[one] ?? one).join(", then ");
  const action = isReplaced(change) ? `REPLACE (${steps})` : steps;
  const details = [
    ...(change.deposed === undefined ? [] : [say`deposed ${change.deposed}`]),
    ...(change.previousAddress === undefined ? [] : [say`moved from ${change.previousAddress}`]),
    ...(change.importId === undefined ? [] : [say`taken into the state as ${shownImport(change)}`]),
    ...(change.actions.includes("update") || change.actions.length > 1
      ? differences(change)
          .filter(({ attribute }) => !COMPUTED.includes(attribute))
          .map(({ words }) => words)
      : []),
  ];
  const head: Words = { parts: [`${action}: `, ...say`${change.address}`.parts] };
  return details.length === 0 ? head : joined([head, joined(details, ", ")], " — ");
}
