/** Text of the code in a document: a `<` outside of code would begin HTML there. */
export function prose(text: string): string {
  return text
    .split("`")
    .map((part, index) => (index % 2 === 0 ? part.replaceAll("<", "\\<") : part))
    .join("`");
}

export function table(header: readonly string[], rows: readonly (readonly (string | undefined)[])[]): string[] {
  const line = (cells: readonly (string | undefined)[]) => `| ${cells.join(" | ")} |`;
  return [line(header), line(header.map(() => "---")), ...rows.map(line)];
}
