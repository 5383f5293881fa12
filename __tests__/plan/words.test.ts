import { inMarkdown, inTerminal, say } from "../../plan/words";

const HOSTILE = "a`b``c\n## d\r\u001b[31m @team <img src=x> [x](y) \u202e\u200b |**";

test("a value moves no cursor, ends no line and reverses no text in a terminal", () => {
  expect(inTerminal(say`x ${HOSTILE} y`)).toMatch(/^[^\p{Cc}\p{Cf}]*$/u);
});

test("a value does not break out of its code span in Markdown, mentions nobody and is no HTML", () => {
  const text = inMarkdown(say`x ${HOSTILE} y`);
  expect(text.match(/`/g)).toHaveLength(2);
  expect(text).not.toMatch(/[<>\p{Cc}\u202e]|@\w/u);
  expect(text).toMatch(/^x `.*` y$/);
});

test("an empty or blank value still shows", () => {
  expect(inMarkdown(say`x ${" "} y`)).toBe("x (empty) y");
});

test("a long value is cut", () => {
  expect(inTerminal(say`${"x".repeat(100_000)}`).length).toBeLessThan(400);
});
