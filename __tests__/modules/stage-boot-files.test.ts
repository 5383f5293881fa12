import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { stageBootFiles } from "../../modules/stage-boot-files";
import { messageOf } from "../support/message-of";

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), "boot-"));
});
afterEach(() => rmSync(directory, { recursive: true }));

const content = (folder: string) =>
  readdirSync(folder).map((file) => [file, readFileSync(path.join(folder, file), "utf8")]);

test("stages every file without its comments, the same each time and whatever the modes", () => {
  writeFileSync(path.join(directory, "b.service"), "# why\n[Unit]\n");
  writeFileSync(path.join(directory, "a.sh"), "#!/usr/bin/env bash\n# what\nexit\n");
  const staged = content(stageBootFiles(directory));
  expect(staged).toEqual([
    ["a.sh", "#!/usr/bin/env bash\nexit\n"],
    ["b.service", "[Unit]\n"],
  ]);
  chmodSync(path.join(directory, "a.sh"), 0o755);
  expect(content(stageBootFiles(directory))).toEqual(staged);
});

test("refuses a carriage return, which Linux takes for a part of the program's name", () => {
  writeFileSync(path.join(directory, "a.sh"), "#!/usr/bin/env bash\r\nexit\r\n");
  expect(messageOf(() => stageBootFiles(directory))).toBe(
    `${directory}/a.sh must end its lines with a line feed alone; got a carriage return, which git writes where core.autocrlf is true: clone the project again with 'git clone --config core.autocrlf=false', or convert the file`,
  );
});
