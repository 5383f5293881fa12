import { chmodSync, cpSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { contentTag } from "../../../modules/image/content-tag";

let context: string;
beforeEach(() => {
  context = mkdtempSync(path.join(tmpdir(), "context-"));
  writeFileSync(path.join(context, "Dockerfile"), "FROM scratch\n");
  writeFileSync(path.join(context, "entrypoint.sh"), "#!/bin/sh\n", { mode: 0o755 });
});
afterEach(() => rmSync(context, { recursive: true }));

test("stays the same for a copy elsewhere", () => {
  const tag = contentTag(context, { CLIENT: "geth" });
  const copy = `${context}-copy`;
  cpSync(context, copy, { recursive: true });
  expect(contentTag(copy, { CLIENT: "geth" })).toBe(tag);
  rmSync(copy, { recursive: true });
});

test.each<[string, () => void]>([
  ["content", () => writeFileSync(path.join(context, "Dockerfile"), "FROM busybox\n")],
  ["name", () => renameSync(path.join(context, "Dockerfile"), path.join(context, "Containerfile"))],
  ["executable bit", () => chmodSync(path.join(context, "entrypoint.sh"), 0o644)],
])("changes with the %s of a file", (_, change) => {
  const tag = contentTag(context, {});
  change();
  expect(contentTag(context, {})).not.toBe(tag);
});

test("changes with the build arguments", () => {
  expect(contentTag(context, { BASE_IMAGE: "a" })).not.toBe(contentTag(context, { BASE_IMAGE: "b" }));
});
