import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";

const MAKE_WHEEL = `
import sys, zipfile
with zipfile.ZipFile(sys.argv[1] + "/hello-1.0-py3-none-any.whl", "w") as wheel:
    wheel.writestr("hello.py", "def main(): print('hello')")
    wheel.writestr("hello-1.0.dist-info/METADATA", "Metadata-Version: 2.1\\nName: hello\\nVersion: 1.0\\n")
    wheel.writestr("hello-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
    wheel.writestr("hello-1.0.dist-info/entry_points.txt", "[console_scripts]\\nhello = hello:main\\n")
    wheel.writestr("hello-1.0.dist-info/RECORD", "")
`;

/** Makes the wheel hello 1.0, with a program of that name, in a folder. Answers its SHA-256 sum. */
export function makeHelloWheel(python: string, folder: string): string {
  expect(spawnSync(python, ["-c", MAKE_WHEEL, folder])).toMatchObject({ status: 0 });
  return createHash("sha256")
    .update(readFileSync(path.join(folder, "hello-1.0-py3-none-any.whl")))
    .digest("hex");
}
