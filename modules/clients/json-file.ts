import { readFileSync, statSync } from "node:fs";
import { type ParseError, parse, printParseErrorCode } from "jsonc-parser";

/** What a file holds, or, after "must", the rule of a JSON file that it breaks. */
export type JsonFile = { readonly value: unknown } | { readonly rule: string };

/** Reads a JSON file that a person wrote or got from somebody. */
export function readJsonFile(file: string): JsonFile {
  const bytes = readRegularFile(file);
  if (!Buffer.isBuffer(bytes)) {
    return bytes;
  }
  const [first, second, third] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    return { rule: "be UTF-8 text, and this file is UTF-16: save it as UTF-8" };
  }
  if (first === 0xef && second === 0xbb && third === 0xbf) {
    return { rule: "be UTF-8 text without a byte order mark, with which this file begins: save it without" };
  }
  const text = bytes.toString("utf8");
  const errors: ParseError[] = [];
  const value: unknown = parse(text, errors, { disallowComments: true });
  const [error] = errors;
  return error === undefined ? { value } : { rule: `be JSON, which goes wrong at ${place(text, error)}` };
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

function place(text: string, { error, offset }: ParseError): string {
  const lines = text.slice(0, offset).split("\n");
  return `line ${lines.length}, column ${(lines.at(-1) as string).length + 1} (${WORDS[printParseErrorCode(error)]})`;
}
