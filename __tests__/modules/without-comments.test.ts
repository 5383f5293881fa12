import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { withoutComments } from "../../modules/without-comments";

const BOOT_DIRECTORY = path.resolve(__dirname, "../../modules/boot");
const filesEndingIn = (...suffixes: string[]) =>
  readdirSync(BOOT_DIRECTORY).filter((file) => suffixes.includes(path.extname(file)));
const read = (file: string) => readFileSync(path.join(BOOT_DIRECTORY, file), "utf8");
const staged = (file: string) => withoutComments(path.extname(file), read(file));
const shell = (...lines: string[]) => withoutComments(".sh", lines.join("\n")).split("\n");

/** What bash understands of a script: it prints a function in a form of its own, without comments. */
function parsedByBash(script: string): string {
  const definition = `script() {\n${script}\n}\ndeclare -f script`;
  return execFileSync("bash", ["-c", definition], { encoding: "utf8" });
}

test.each(filesEndingIn(".sh"))("%s is the same to bash without its comments", (file) => {
  expect(parsedByBash(staged(file))).toBe(parsedByBash(read(file)));
  execFileSync("bash", ["-n"], { input: staged(file) });
});

test.each(filesEndingIn(".py"))("%s is the same to Python without its comments", (file) => {
  const parse = "import ast, sys; print(ast.dump(ast.parse(sys.stdin.read())))";
  const parsed = (script: string) => execFileSync("python3", ["-c", parse], { input: script, encoding: "utf8" });
  expect(parsed(staged(file))).toBe(parsed(read(file)));
});

test.each(filesEndingIn(".sh", ".py"))("%s keeps its first line and loses every other comment", (file) => {
  const [first, ...others] = staged(file).split("\n");
  expect(first?.startsWith("#!")).toBe(read(file).startsWith("#!"));
  // What is left stands in a here-document: the unit that mount-chain-disk.sh writes.
  expect(others.filter((line) => /^\s*#/.test(line)).length).toBeLessThanOrEqual(1);
});

test.each(filesEndingIn(".service", ".timer", ".conf"))("%s keeps its settings and loses its comments", (file) => {
  expect(staged(file).split("\n")).toEqual(
    read(file)
      .split("\n")
      .filter((line) => !/^[#;]/.test(line)),
  );
});

test.each([
  ["a here-document", ["cat <<UNIT", "# stays", "UNIT", "# goes"], ["cat <<UNIT", "# stays", "UNIT"]],
  ["a quoted delimiter", ["cat <<'E' x", "# stays", "E", "# goes"], ["cat <<'E' x", "# stays", "E"]],
  ["an indented one", ["cat <<-E", "\t# stays", "\tE", "# goes"], ["cat <<-E", "\t# stays", "\tE"]],
  ["two on a line", ["cat <<A; cat <<B", "A", "# stays", "B", "# goes"], ["cat <<A; cat <<B", "A", "# stays", "B"]],
  ["a delimiter that is not plain", ["cat <<\\E", "# stays", "E", "# stays"], ["cat <<\\E", "# stays", "E", "# stays"]],
])("keeps what looks like a comment in a here-document: %s", (_, script, expected) => {
  expect(shell(...script)).toEqual(expected);
});

test("takes neither a here-string, nor a comment, nor a string for a here-document", () => {
  expect(shell("read -r x <<<EOF", "# goes", "x=1 # <<EOF", "# goes", "echo '<<EOF'", "# goes")).toEqual([
    "read -r x <<<EOF",
    "x=1 # <<EOF",
    "echo '<<EOF'",
  ]);
});

test("keeps what looks like a comment in a string of several lines", () => {
  expect(shell("x='a", "# stays", "b'", "# goes", 'y="a\\"', "# stays", '"', "# goes")).toEqual([
    "x='a",
    "# stays",
    "b'",
    'y="a\\"',
    "# stays",
    '"',
  ]);
});

test("is not confused by an apostrophe in a comment behind code, nor by a # that begins none", () => {
  expect(shell("x=1 # it's so", "# goes", "echo $# a#'b'", "# goes")).toEqual(["x=1 # it's so", "echo $# a#'b'"]);
});

test("keeps a comment that ends the command of a continued line", () => {
  expect(shell("echo a \\", "# stays", "echo b", "# goes")).toEqual(["echo a \\", "# stays", "echo b"]);
});

test("keeps what looks like a comment in a string of several lines of Python", () => {
  const script = ['"""Doc', "# stays", '"""', "# goes", "x = 1"];
  expect(withoutComments(".py", script.join("\n")).split("\n")).toEqual(['"""Doc', "# stays", '"""', "x = 1"]);
});
