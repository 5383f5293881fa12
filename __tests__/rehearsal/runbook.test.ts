import { scriptOf } from "./support/rehearsal";
import { blocksOf, CONVENTIONS, placeholdersOf, readBlocks, runbooks } from "./support/runbook";

const page = (...lines: string[]) => blocksOf(lines.join("\n"), "page.md");

test("finds each block of shell commands, without its indentation, and its mark", () => {
  expect(
    page(
      "text",
      "```sh",
      "one",
      "  two",
      "```",
      "<!-- not rehearsed: a host -->",
      "  ```sh",
      "  three",
      "  ```",
      "```hcl",
      "a = 1",
      "```",
    ),
  ).toEqual([
    { line: 2, code: "one\n  two" },
    { line: 7, code: "three", notRehearsed: "a host" },
  ]);
});

test.each([
  [
    "a block in another language, which nothing would run",
    ["```bash", "one", "```"],
    "a block must be sh, hcl or json",
  ],
  ["a block without a language", ["```", "one", "```"], "a block must be sh, hcl or json"],
  ["a mark without a reason", ["<!-- not rehearsed -->", "```sh", "one", "```"], "a mark must be"],
  ["a mark in front of text", ["<!-- not rehearsed: a host -->", "text", "```sh", "one", "```"], "in front of a block"],
  ["a mark of another language", ["<!-- not rehearsed: a host -->", "```hcl", "a = 1", "```"], "only a block of sh"],
])("refuses %s", (_, lines, rule) => {
  expect(() => page(...lines)).toThrow(rule);
});

test("knows what an operator has to fill in, outside of comments", () => {
  expect(placeholdersOf('tf import "$A" vol-… # the … of it\n# …\ndelete <each of them> </dev/null')).toEqual([
    "vol-…",
    "<each of them>",
  ]);
});

test("fills in placeholders from the scene on, and refuses one that is left, and a scene without its block", () => {
  const blocks = page("```sh", "one vol-…", "```", "```sh", "two vol-…", "```");
  const rehearse = (scenes: object[]) => scriptOf({ runbook: "page.md", scenes } as never, "", blocks);
  expect(rehearse([{ before: "one", does: "V=1", fillsIn: { "vol-…": "$V" } }])).toMatch(
    /V=1\n.*\none \$V\n.*\ntwo \$V\n$/,
  );
  expect(() => rehearse([{ before: "two", fillsIn: { "vol-…": "$V" } }])).toThrow("page.md:1: nothing fills in vol-…");
  expect(() => rehearse([{ before: "one", fillsIn: { "vol-…": "$V" } }, { before: "three" }])).toThrow(
    'page.md must have a block with "three"',
  );
});

test("every runbook can be read, and the first block is what all begin with", () => {
  expect(runbooks().flatMap((file) => readBlocks(file)).length).toBeGreaterThan(40);
  expect(readBlocks(CONVENTIONS)[0]?.code).toContain("tf() {");
});
