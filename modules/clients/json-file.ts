import { isUtf8 } from "node:buffer";
import { readFileSync, statSync } from "node:fs";
import { printParseErrorCode, visit } from "jsonc-parser";

/** What a file holds, or, after "must", the rule of a JSON file that it breaks. */
export type JsonFile = { readonly value: unknown } | { readonly rule: string };

/** Reads a JSON file that a person wrote or got from somebody. */
export function readJsonFile(file: string): JsonFile {
  const bytes = readRegularFile(file);
  if (!Buffer.isBuffer(bytes)) {
    return bytes;
  }
  const text = bytes.toString("utf8");
  const rule = encodingRule(bytes) ?? textRule(text);
  return rule === undefined ? { value: JSON.parse(text) } : { rule };
}

function encodingRule(bytes: Buffer): string | undefined {
  const [first, second, third] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    return "be UTF-8 text, and this file is UTF-16: save it as UTF-8";
  }
  if (first === 0xef && second === 0xbb && third === 0xbf) {
    return "be UTF-8 text without a byte order mark, with which this file begins: save it without";
  }
  if (bytes.includes(0)) {
    return "be UTF-8 text, and this file has bytes of 0, as UTF-16 has: save it as UTF-8";
  }
  return isUtf8(bytes) ? undefined : "be UTF-8 text, and this file has bytes that are none: save it as UTF-8";
}

/** What the parser misses or minds, as a person says it. */
const WORDS: Readonly<Record<ReturnType<typeof printParseErrorCode>, string>> = {
  InvalidSymbol: "a word that is no JSON: a text stands in double quotes",
  InvalidNumberFormat: "a number that is not written as JSON has it",
  PropertyNameExpected: "a name in double quotes must stand here: is there a comma too many before it?",
  ValueExpected: "a value must stand here",
  ColonExpected: "a colon must stand here",
  CommaExpected: "a comma must stand here",
  CloseBraceExpected: "a closing } is missing",
  CloseBracketExpected: "a closing ] is missing",
  EndOfFileExpected: "the file must end here",
  InvalidCommentToken: "a comment, which JSON does not have",
  UnexpectedEndOfComment: "a comment, which JSON does not have",
  UnexpectedEndOfString: "a text without its closing double quote",
  UnexpectedEndOfNumber: "a number that ends too early",
  InvalidUnicode: "\\u must be followed by four hex digits",
  InvalidEscapeCharacter: "a backslash before a character that needs none",
  InvalidCharacter: "a character that a text must not hold as it is",
  "<unknown ParseErrorCode>": "it is no JSON",
};

/** The first rule that the text breaks. Its readers differ in what they make of a name that stands twice, and take no number with a fraction. */
function textRule(text: string): string | undefined {
  const place = (line: number, character: number, words: string) =>
    `which goes wrong at line ${line + 1}, column ${character + 1} (${words})`;
  const syntax: string[] = [];
  const content: string[] = [];
  const namesOfOpenObjects: Set<string>[] = [];
  try {
    visit(
      text,
      {
        onError: (error, _offset, _length, line, character) =>
          syntax.push(`be JSON, ${place(line, character, WORDS[printParseErrorCode(error)])}`),
        onObjectBegin: () => {
          namesOfOpenObjects.push(new Set());
        },
        onObjectEnd: () => namesOfOpenObjects.pop(),
        onObjectProperty: (name, _offset, _length, line, character) => {
          const names = namesOfOpenObjects.at(-1) as Set<string>;
          // geth does not mind the case.
          if (names.has(name.toLowerCase())) {
            content.push(`have each name once in an object, ${place(line, character, `${name} once more`)}`);
          }
          names.add(name.toLowerCase());
        },
        onLiteralValue: (value, offset, length, line, character) => {
          const written = text.slice(offset, offset + length);
          if (typeof value === "number" && /[.e]/i.test(written)) {
            content.push(`have whole numbers, written out, ${place(line, character, written)}`);
          }
        },
      },
      { disallowComments: true },
    );
  } catch (error) {
    if (error instanceof RangeError) {
      return "be JSON of less depth: it has more lists or objects in one another than can be read";
    }
    throw error;
  }
  return syntax[0] ?? content[0];
}

function readRegularFile(file: string): Buffer | { rule: string } {
  try {
    // A pipe would keep the synth waiting for ever.
    if (!statSync(file).isFile()) {
      return { rule: "name a file, no folder, pipe or device" };
    }
    return readFileSync(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return { rule: code === "ENOENT" ? "name a file that is there" : `name a file that can be read (${code})` };
  }
}
