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
    expect(read('{"name": "Ω"}')).toEqual({ value: { name: "Ω" } });
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
