import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { PROJECT_ROOT } from "../../../machine/state-dir";

const FOLDER = path.join(PROJECT_ROOT, "docs", "runbooks");
const FENCE = /^\s*```(.*)$/;
const MARK = /^\s*<!-- not rehearsed: (.+) -->$/;
/** The file whose first block every runbook begins with. */
export const CONVENTIONS = "README.md";

/** Commands that stand together in a runbook. */
export interface Block {
  /** Where its fence is. */
  readonly line: number;
  readonly code: string;
  /** Why it does not run in the lab, as the comment in front of it says. */
  readonly notRehearsed?: string;
}

export function runbooks(): string[] {
  return readdirSync(FOLDER).filter((file) => file.endsWith(".md"));
}

/** The fenced blocks of shell commands in a runbook. */
export function readBlocks(file: string): Block[] {
  return blocksOf(readFileSync(path.join(FOLDER, file), "utf8"), file);
}

/**
 * @throws Error for a fence in another language than `sh` and `hcl`, which nothing would run, and for a mark without a block
 */
export function blocksOf(markdown: string, file: string): Block[] {
  const lines = markdown.split("\n");
  const blocks: Block[] = [];
  let mark: string | undefined;
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] as string;
    const found = MARK.exec(line);
    const language = FENCE.exec(line)?.[1];
    if (found !== null || (language === undefined && line.trim() !== "" && mark !== undefined)) {
      demand(mark === undefined, file, at, "a mark must stand in front of a block of sh");
      mark = found?.[1];
    } else if (language !== undefined) {
      const end = lines.findIndex((other, index) => index > at && FENCE.test(other));
      demand(
        ["sh", "hcl", "json"].includes(language),
        file,
        at,
        `a block must be sh, hcl or json, got ${JSON.stringify(language)}`,
      );
      demand(language === "sh" || mark === undefined, file, at, "only a block of sh can be marked");
      if (language === "sh") {
        const indent = line.indexOf("`");
        const code = lines.slice(at + 1, end).map((text) => text.slice(indent));
        blocks.push({ line: at + 1, code: code.join("\n"), ...(mark && { notRehearsed: mark }) });
      }
      mark = undefined;
      at = end;
    } else {
      demand(
        !/<!--.*not rehearsed/.test(line),
        file,
        at,
        `a mark must be "<!-- not rehearsed: reason -->", got ${line}`,
      );
    }
  }
  return blocks;
}

function demand(condition: boolean, file: string, at: number, rule: string): void {
  if (!condition) {
    throw new Error(`${file}:${at + 1}: ${rule}`);
  }
}

/** What an operator has to fill in before the commands run; nothing in comments counts. */
export function placeholdersOf(code: string): string[] {
  return code
    .split("\n")
    .map((line) => line.replace(/(^|\s)#\s.*$/, ""))
    .flatMap((line) => line.match(/[\w=/-]*…[\w…]*|<[a-z][a-z ]*>/g) ?? []);
}
