/**
 * Leaves the whole-line comments out of a script or unit, so that what user data carries is code. What looks like a comment
 * inside a here-document or a string stays, and where it cannot be told, everything stays.
 *
 * @param extension what the file is: `.sh`, `.py`, or a systemd unit
 */
export function withoutComments(extension: string, text: string): string {
  const lines = text.split("\n");
  const stays = extension === ".sh" ? inShell() : extension === ".py" ? inPython() : inUnit;
  return lines.filter((line, index) => (index === 0 && line.startsWith("#!")) || stays(line)).join("\n");
}

/** Is given one line after the other, and answers whether it stays. */
type Stays = (line: string) => boolean;

const inUnit: Stays = (line) => !/^\s*[#;]/.test(line);

function inPython(): Stays {
  let quote = "";
  return (line) => {
    const isComment = quote === "" && /^\s*#/.test(line);
    if (!isComment) {
      for (const [found] of line.matchAll(/"""|'''/g)) {
        quote = quote === "" ? found : quote === found ? "" : quote;
      }
    }
    return !isComment;
  };
}

function inShell(): Stays {
  let quote = "";
  let continues = false;
  const open: HereDocument[] = [];
  return (line) => {
    const [document] = open;
    if (document !== undefined) {
      if ((document.indented ? line.replace(/^\t+/, "") : line) === document.delimiter) {
        open.shift();
      }
      return true;
    }
    // After a backslash it would be a comment on the line before it, and end the command there.
    if (quote === "" && !continues && /^\s*#/.test(line)) {
      return false;
    }
    const end = scan(line, quote);
    quote = end.quote;
    continues = /(^|[^\\])(\\\\)*\\$/.test(line);
    open.push(...end.documents);
    return true;
  };
}

interface HereDocument {
  /** The line that ends it; undefined where none is known to. */
  readonly delimiter: string | undefined;
  /** Whether tabs may stand before the delimiter. */
  readonly indented: boolean;
}

/** The quote in which a line of shell ends, and the here-documents that it opens. */
function scan(line: string, quoteBefore: string): { quote: string; documents: HereDocument[] } {
  const documents: HereDocument[] = [];
  let quote = quoteBefore;
  for (let at = 0; at < line.length; at++) {
    const character = line[at] as string;
    if (character === "\\" && quote !== "'") {
      at++;
    } else if (quote !== "") {
      quote = character === quote ? "" : quote;
    } else if (character === "#" && /(^|[\s;&|()])$/.test(line.slice(0, at))) {
      break;
    } else if (character === '"' || character === "'") {
      quote = character;
    } else if (line.startsWith("<<<", at)) {
      at += 2;
    } else if (line.startsWith("<<", at)) {
      const [operator, dash, , delimiter] = /^<<(-?)\s*(["']?)([A-Za-z_]\w*)?\2/.exec(line.slice(at)) ?? ["<<"];
      documents.push({ delimiter, indented: dash === "-" });
      at += operator.length - 1;
    }
  }
  return { quote, documents };
}
