import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { readJsonFile } from "../../../modules/clients/json-file";

describe("a JSON file", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "json-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const read = (content: string | Buffer) => {
    const file = path.join(folder, "chain.json");
    writeFileSync(file, content);
    return readJsonFile(file);
  };

  test("is read", () => {
    expect(read('{"name": "Ω", "list": [{"name": 1}, {"name": -2}], "text": "1.5"}')).toEqual({
      value: { name: "Ω", list: [{ name: 1 }, { name: -2 }], text: "1.5" },
    });
  });

  test.each([
    [
      "a comma too many",
      '{\n  "a": {\n    "b": 1,\n  }\n}',
      "be JSON, which goes wrong at line 4, column 3 (a name in double quotes must stand here: is there a comma too many before it?)",
    ],
    ["an end too early", '{"a": 1', "be JSON, which goes wrong at line 1, column 8 (a closing } is missing)"],
    [
      "a comment",
      '{\n// ours\n"a": 1}',
      "be JSON, which goes wrong at line 2, column 1 (a comment, which JSON does not have)",
    ],
    ["nothing in it", "", "be JSON, which goes wrong at line 1, column 1 (a value must stand here)"],
    [
      "a byte order mark",
      "\uFEFF{}",
      "be UTF-8 text without a byte order mark, with which this file begins: save it without",
    ],
    ["UTF-16", Buffer.from("\uFEFF{}", "utf16le"), "be UTF-8 text, and this file is UTF-16: save it as UTF-8"],
    [
      "UTF-16 without a byte order mark",
      Buffer.from("{}", "utf16le"),
      "be UTF-8 text, and this file has bytes of 0, as UTF-16 has: save it as UTF-8",
    ],
    [
      "Latin-1",
      Buffer.from('{"name": "Zürich"}', "latin1"),
      "be UTF-8 text, and this file has bytes that are none: save it as UTF-8",
    ],
    [
      "a name that stands twice",
      '{\n "config": {"a": 1},\n "alloc": {"a": 1},\n "Config": {}}',
      "have each name once in an object, which goes wrong at line 4, column 2 (Config once more)",
    ],
    [
      "a number that a program shortened",
      '{"terminalTotalDifficulty": 5.875e+22}',
      "have whole numbers, written out, which goes wrong at line 1, column 29 (5.875e+22)",
    ],
    [
      "too great a depth",
      `${"[".repeat(100_000)}${"]".repeat(100_000)}`,
      "be JSON of less depth: it has more lists or objects in one another than can be read",
    ],
  ])("fails with %s, and says where or how", (_, content, rule) => {
    expect(read(content)).toEqual({ rule });
  });

  test("fails when the name is of nothing, of a folder, or of a pipe, which would never end", () => {
    execFileSync("mkfifo", [path.join(folder, "pipe")]);
    expect(readJsonFile(path.join(folder, "missing"))).toEqual({ rule: "name a file that is there" });
    for (const file of [folder, path.join(folder, "pipe")]) {
      expect(readJsonFile(file)).toEqual({ rule: "name a file, no folder, pipe or device" });
    }
  });
});
