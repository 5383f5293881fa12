import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { settingsLeftOff } from "../../../lab/terraform/terraform";

const folder = mkdtempSync(path.join(tmpdir(), "schema-"));
const schemaFile = path.join(folder, "schema.json");

afterAll(() => rmSync(folder, { recursive: true }));

test.each([
  [{}, { ETHNODE_RECYCLE_BIN_DAYS: "7" }, ["ETHNODE_RECYCLE_BIN_DAYS"]],
  [{ aws_rbin_rule: { block: {} } }, { ETHNODE_RECYCLE_BIN_DAYS: "7" }, []],
  [{}, { ETHNODE_RECYCLE_BIN_DAYS: "" }, []],
])(
  "leaves off a setting whose resource the provider lacks, and only where it is set",
  (types, environment, expected) => {
    writeFileSync(schemaFile, JSON.stringify({ resource_schemas: types }));
    expect(settingsLeftOff({ port: 1, schemaFile }, environment).map(({ setting }) => setting)).toEqual(expected);
  },
);
