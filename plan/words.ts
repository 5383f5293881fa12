/** A sentence: fixed words, and values of the plan that are escaped where they are printed. */
export interface Words {
  readonly parts: readonly (string | { readonly value: string })[];
}

/** Tag of a template: whatever is put in is a value, or another sentence. */
export function say(strings: TemplateStringsArray, ...values: readonly (string | number | Words)[]): Words {
  return {
    parts: strings.flatMap((text, index) => {
      const value = values[index];
      const inserted = value === undefined ? [] : partsOf(value);
      return [...(text === "" ? [] : [text]), ...inserted];
    }),
  };
}

function partsOf(value: string | number | Words): Words["parts"] {
  return typeof value === "object" ? value.parts : typeof value === "number" ? [String(value)] : [{ value }];
}

/** Fixed words that are chosen by the program, never a value of the plan. */
export function fixed(text: string): Words {
  return { parts: [text] };
}

/** Several sentences as one. */
export function joined(all: readonly Words[], separator: string): Words {
  return { parts: all.flatMap(({ parts }, index) => (index === 0 ? parts : [separator, ...parts])) };
}

const MAXIMUM_VALUE_CHARACTERS = 300;

export function inTerminal({ parts }: Words): string {
  return parts.map((part) => (typeof part === "string" ? part : clean(part.value))).join("");
}

/** Values stand in code spans, in which no mention, link, HTML or Markdown counts. */
export function inMarkdown({ parts }: Words): string {
  return parts.map((part) => (typeof part === "string" ? part : code(part.value))).join("");
}

function code(value: string): string {
  const inert = clean(value)
    .replaceAll("`", "'")
    // For what renders it in another way: mails of a comment, a log.
    .replaceAll("<", "‹")
    .replaceAll(">", "›")
    .replaceAll("@", "@\u200b")
    .trim();
  return inert === "" ? "(empty)" : `\`${inert}\``;
}

/** Without anything that moves a cursor, ends a line, hides or reverses text. */
function clean(value: string): string {
  const visible = value.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}]+/gu, "�");
  const characters = [...visible.slice(0, MAXIMUM_VALUE_CHARACTERS * 2)];
  return characters.length <= MAXIMUM_VALUE_CHARACTERS
    ? characters.join("")
    : `${characters.slice(0, MAXIMUM_VALUE_CHARACTERS).join("")}…`;
}
