import { written } from "../../plan/report";
import { say } from "../../plan/words";

describe("a report that is longer than a comment", () => {
  const lines = (count: number, text: string) =>
    Array.from({ length: count }, (_, index) => ({ words: say`${`${text} ${index} ${"é".repeat(200)}`}` }));
  const text = written(
    [
      { title: "Verdict", lines: [] },
      { title: "Forbidden", lines: lines(40, "danger") },
      { title: "Changes", lines: lines(500, "change") },
      { title: "Cost", lines: lines(1, "cost") },
    ],
    "markdown",
  );

  test("stays below 65,536, in bytes too", () => {
    expect(Buffer.byteLength(text)).toBeLessThan(65_536);
  });

  test("keeps all dangers, cuts whole lines, and says what it cut", () => {
    expect(text.match(/danger \d+/g)).toHaveLength(40);
    const kept = text.match(/change \d+/g)?.length ?? 0;
    expect(kept).toBeGreaterThan(10);
    expect(text).toContain(
      `Cut, as a comment holds no more: ${500 - kept} of 500 under "Changes"; 1 of 1 under "Cost".`,
    );
    expect((text.match(/`/g)?.length ?? 1) % 2).toBe(0);
  });

  test("keeps what it can where the dangers alone are too long", () => {
    const dangers = written(
      [
        { title: "Verdict: 900 FORBIDDEN", lines: [] },
        { title: "Forbidden", lines: lines(900, "danger") },
      ],
      "markdown",
    );
    expect(Buffer.byteLength(dangers)).toBeLessThan(65_536);
    expect(dangers).toContain("Verdict: 900 FORBIDDEN");
    expect(dangers).toMatch(/\d+ of 900 under "Forbidden"/);
  });
});
