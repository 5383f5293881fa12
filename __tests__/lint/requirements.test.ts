import { readFileSync } from "node:fs";
import path from "node:path";

const read = (file: string) => readFileSync(path.join(__dirname, file), "utf8");
const PINNED = /^([a-z0-9.-]+)==(\S+)/gm;

test("the packages that are installed are those that are asked for", () => {
  const pins = (text: string) => [...text.matchAll(PINNED)].map(([, name, version]) => `${name} ${version}`);
  const asked = pins(read("requirements.in"));
  expect(asked).toHaveLength(5);
  expect(pins(read("requirements.txt"))).toEqual(expect.arrayContaining(asked));
});
