import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

export const PROJECT_ROOT = path.resolve(__dirname, "../../..");
/** What is not the project's own. */
const FOREIGN = /^(\..*|node_modules|cdktf\.out)$/;
const FENCE = /^\s*```/;
const HEADING = /^(#{1,6}) (.+)$/;
/** Of links and of images; the target may have a title behind it. */
const LINK = /\[[^\]]*\]\(([^)\s]+)[^)]*\)/g;

export interface Heading {
  readonly level: number;
  readonly text: string;
  /** The line that it stands in, from 0. */
  readonly line: number;
}

/** One Markdown file, as far as these tests look at it. */
export interface Page {
  /** Relative to the project's folder. */
  readonly file: string;
  readonly lines: readonly string[];
  /** The same lines, those of code blocks empty. */
  readonly prose: readonly string[];
  readonly headings: readonly Heading[];
  readonly links: readonly string[];
}

export function readPage(file: string): Page {
  return parsePage(file, readFileSync(path.join(PROJECT_ROOT, file), "utf8"));
}

export function parsePage(file: string, markdown: string): Page {
  const lines = markdown.split("\n");
  let isCode = false;
  const prose = lines.map((line) => {
    const isFence = FENCE.test(line);
    const text = isCode || isFence ? "" : line;
    isCode = isFence ? !isCode : isCode;
    return text;
  });
  const headings = prose.flatMap((text, line) => {
    const [, marks, title] = HEADING.exec(text) ?? [];
    return marks === undefined ? [] : [{ level: marks.length, text: String(title), line }];
  });
  // A link's text may be broken between two lines, and may have code in it; what is code as a whole is no link.
  const links = [
    ...prose
      .join(" ")
      .replace(/`[^`]*`/g, "")
      .matchAll(LINK),
  ].map(([, target]) => String(target));
  return { file, lines, prose, headings, links };
}

/** The names by which a link leads to a heading of the page, as GitHub makes them. */
export function anchorsOf({ headings }: Page): string[] {
  const seen = new Map<string, number>();
  return headings.map(({ text }) => {
    const anchor = text
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\p{M}_ -]/gu, "")
      .replaceAll(" ", "-");
    const times = seen.get(anchor) ?? 0;
    seen.set(anchor, times + 1);
    return times === 0 ? anchor : `${anchor}-${times}`;
  });
}

/** The text of a section, without its heading. */
export function sectionOf(page: Page, title: string): string {
  const at = page.headings.findIndex(({ text }) => text === title);
  const heading = page.headings[at];
  if (heading === undefined) {
    return "";
  }
  const next = page.headings.slice(at + 1).find(({ level }) => level <= heading.level);
  return page.lines.slice(heading.line + 1, next?.line).join("\n");
}

/** Every Markdown file of the project, relative to its folder. */
export function markdownFiles(folder = ""): string[] {
  return readdirSync(path.join(PROJECT_ROOT, folder), { withFileTypes: true })
    .filter(({ name }) => !FOREIGN.test(name))
    .flatMap((entry) => {
      const file = path.join(folder, entry.name);
      if (entry.isDirectory()) {
        return markdownFiles(file);
      }
      return entry.isFile() && file.endsWith(".md") ? [file] : [];
    })
    .sort();
}
