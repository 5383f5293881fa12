import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { requireUnixLines } from "../../../modules/image/require-unix-lines";
import { messageOf } from "../../support/message-of";

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), "lines-"));
  mkdirSync(path.join(directory, "below"));
  writeFileSync(path.join(directory, "a.sh"), "#!/usr/bin/env bash\nexit\n");
});
afterEach(() => rmSync(directory, { recursive: true }));

test("accepts files that end their lines as Linux does", () => {
  expect(() => requireUnixLines(directory)).not.toThrow();
});

test("refuses a carriage return in any file below, and says where it comes from and what to do", () => {
  writeFileSync(path.join(directory, "below", "b.service"), "[Unit]\r\n");
  expect(messageOf(() => requireUnixLines(directory))).toBe(
    `${directory}/below/b.service must end its lines with a line feed alone; got a carriage return, which git writes where core.autocrlf is true: clone the project again with 'git clone --config core.autocrlf=false', or convert the file`,
  );
});
