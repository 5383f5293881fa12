import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { shell } from "../../modules/node/boot/support/run-command";

const FILES = path.resolve(__dirname, "../image");
const BUILD = path.join(__dirname, "build-image.sh");
const AWS_CLI = path.join(__dirname, "aws-cli.requirements.txt");

/** Builds the image of a test host where this machine has none of this content. Answers its name. */
export async function ensureTestHostImage(): Promise<string> {
  const name = `ethnode-test-host:${contentTag()}`;
  const found = await shell(`docker image ls --quiet ${name}`);
  if (found === "") {
    const root = mkdtempSync(path.join(tmpdir(), "test-host-"));
    try {
      await shell(
        `${BUILD} ${root}/root ${FILES} && tar --create --directory ${root}/root . | docker import - ${name}`,
      );
    } finally {
      rmSync(root, { recursive: true, force: true });
    }
  }
  return name;
}

function contentTag(): string {
  const hash = createHash("sha256").update(readFileSync(BUILD)).update(readFileSync(AWS_CLI));
  for (const file of (readdirSync(FILES, { recursive: true, withFileTypes: true }) ?? []).filter((entry) =>
    entry.isFile(),
  )) {
    const full = path.join(file.parentPath, file.name);
    hash.update(path.relative(FILES, full)).update(readFileSync(full));
  }
  return hash.digest("hex").slice(0, 12);
}
