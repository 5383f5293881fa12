import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { rendered } from "../review/render";
import type { Review } from "../review/review";

/** What a pipeline shows of a plan; nothing of it is sensitive. */
export interface Report {
  readonly review: Review;
  /** Facts of one word, each in a file of its name: hash, commit, applyable, drift. */
  readonly facts: Readonly<Record<string, string>>;
}

/** Writes `comment.md`, which a comment holds, `review.txt`, which is whole, and a file a fact. */
export function writeReport(folder: string, { facts, review }: Report): void {
  mkdirSync(folder, { recursive: true });
  const footer = Object.entries(facts).map(([name, value]) => `${name} \`${value}\``);
  const comment = `${rendered(review, "markdown")}\n${footer.join(", ")}\n`;
  const files = { "comment.md": comment, "review.txt": rendered(review, "plain"), ...facts };
  for (const [name, text] of Object.entries(files)) {
    writeFileSync(path.join(folder, name), text.endsWith("\n") ? text : `${text}\n`);
  }
}
