import { inMarkdown, inTerminal, type Words } from "./words";

export type Style = "plain" | "terminal" | "markdown";

export interface Line {
  readonly words: Words;
  /** @default false */
  readonly isBold?: boolean;
  /** Fixed text that follows, never bold. @default none */
  readonly after?: string;
}

/** Lines under a title; one without lines shows only as the first. */
export interface Section {
  /** Fixed text. */
  readonly title: string;
  readonly lines: readonly Line[];
}

/** What a comment of GitHub takes, less some for whoever adds a word. */
const MAXIMUM_MARKDOWN_BYTES = 65_000;
/** Room for the line that says what was cut. */
const CUT_LINE_BYTES = 500;

/** The report in one style. Markdown is cut at the end of a line, the last sections first. */
export function written(sections: readonly Section[], style: Style): string {
  const shown = sections.filter(({ lines }, index) => index === 0 || lines.length > 0);
  const blocks = shown.map(({ lines, title }, index) => ({
    title,
    head: [
      ...(index === 0 ? [] : [""]),
      headline(title, style, index === 0),
      ...(style === "markdown" && lines.length > 0 ? [""] : []),
    ],
    lines: lines.map((line) => item(line, style)),
  }));
  if (style !== "markdown") {
    return `${blocks.flatMap(({ head, lines }) => [...head, ...lines]).join("\n")}\n`;
  }
  const kept: string[] = [];
  const cut: string[] = [];
  let bytes = 0;
  for (const { head, lines, title } of blocks) {
    let missing = 0;
    [...head, ...lines].forEach((line, index) => {
      const size = Buffer.byteLength(line) + 1;
      // Once a line is left out, so is all that follows: a shorter one of less weight must not take its place.
      if (cut.length > 0 || missing > 0 || bytes + size > MAXIMUM_MARKDOWN_BYTES - CUT_LINE_BYTES) {
        missing += index < head.length ? 0 : 1;
      } else {
        kept.push(line);
        bytes += size;
      }
    });
    if (missing > 0) {
      cut.push(`${missing} of ${lines.length} under "${title}"`);
    }
  }
  const note =
    cut.length === 0
      ? []
      : ["", `**Cut, as a comment holds no more: ${cut.join("; ")}. The whole text: \`bin/plan-review PLAN.json\`.**`];
  return `${[...kept, ...note].join("\n")}\n`;
}

function headline(title: string, style: Style, isFirst: boolean): string {
  switch (style) {
    case "markdown":
      return `${isFirst ? "##" : "###"} ${title}`;
    case "terminal":
      return `\u001b[1m${title}\u001b[0m`;
    case "plain":
      return title;
  }
}

function item({ after = "", isBold = false, words }: Line, style: Style): string {
  switch (style) {
    case "markdown":
      return isBold ? `- **${inMarkdown(words)}**${after}` : `- ${inMarkdown(words)}${after}`;
    case "terminal":
      return isBold ? `  \u001b[1m${inTerminal(words)}\u001b[0m${after}` : `  ${inTerminal(words)}${after}`;
    case "plain":
      return `  ${inTerminal(words)}${after}`;
  }
}
