const COMMENT_OR_BLANK = /^\s*(#.*)?$/;
const HEREDOC = /<<'?([A-Z]+)'?$/;

/**
 * A shell script or a unit of systemd without its comments and blank lines: they are a third of what a host is sent. What a script
 * writes by a heredoc stays as it is.
 */
export function withoutComments(text: string): string {
  let heredoc: string | undefined;
  const kept = text.split("\n").filter((line, index) => {
    if (heredoc !== undefined) {
      heredoc = line === heredoc ? undefined : heredoc;
      return true;
    }
    heredoc = HEREDOC.exec(line)?.[1];
    return (index === 0 && line.startsWith("#!")) || !COMMENT_OR_BLANK.test(line);
  });
  return `${kept.join("\n")}\n`;
}
