import { chmodSync, cpSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { contentTag } from "../../../modules/image/content-tag";
import { filesBelow } from "../../../modules/image/files-below";
import { stageBuildContext } from "../../../modules/image/stage-build-context";

const CONTEXT = path.resolve(__dirname, "../../../docker");

let checkout: string;
beforeEach(() => {
  checkout = mkdtempSync(path.join(tmpdir(), "checkout-"));
  cpSync(CONTEXT, checkout, { recursive: true });
});
afterEach(() => rmSync(checkout, { recursive: true }));

test.each([0o600, 0o700, 0o644, 0o666])(
  "a checkout with mode %o gives files that all may read and none execute",
  (mode) => {
    for (const file of filesBelow(checkout)) {
      chmodSync(path.join(checkout, file), mode);
    }
    const staged = stageBuildContext(checkout);
    expect(filesBelow(staged)).toEqual(filesBelow(CONTEXT));
    expect(new Set(filesBelow(staged).map((file) => statSync(path.join(staged, file)).mode & 0o777))).toEqual(
      new Set([0o644]),
    );
    expect(contentTag(staged, {})).toBe(contentTag(stageBuildContext(CONTEXT), {}));
  },
);

test("the chain specification is in it, readable like the rest, and the checkout stays as it was", () => {
  const specification = path.join(checkout, "..", `${path.basename(checkout)}.json`);
  writeFileSync(specification, "{}", { mode: 0o600 });
  const staged = path.join(stageBuildContext(checkout, specification), "chain", "chain.json");
  expect([readFileSync(staged, "utf8"), statSync(staged).mode & 0o777]).toEqual(["{}", 0o644]);
  expect(existsSync(path.join(checkout, "chain", "chain.json"))).toBe(false);
  rmSync(specification);
});
