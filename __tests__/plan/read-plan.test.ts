import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { readPlan } from "../../plan/read-plan";
import { planJson } from "../review/support/plan";

const folder = mkdtempSync(path.join(tmpdir(), "plan review-"));

afterAll(() => rmSync(folder, { recursive: true }));

const BAD: Readonly<Record<string, [string | Buffer, string]>> = {
  "an empty file": ["", "an empty file"],
  "the text of a plan": ["Terraform used the selected providers to generate\n", "text that is no JSON"],
  "JSON that is broken off": [JSON.stringify(planJson([])).slice(0, -20), "JSON that is broken off or wrong"],
  "a state file": ['{"version":4,"serial":1,"lineage":"x"}', "a state file"],
  "the JSON of a state": ['{"format_version":"1.0","terraform_version":"1.11.4","values":{}}', "the JSON of a state"],
  "the saved plan itself": [Buffer.from("504b0304140000", "hex"), "the saved plan itself, which is binary,"],
  "a gzip": [gzipSync("x"), "text that is no JSON"],
  "a byte order mark": [`\ufeff${JSON.stringify(planJson([]))}`, "a byte order mark"],
  "UTF-16": [Buffer.from(`\ufeff${JSON.stringify(planJson([]))}`, "utf16le"), "a byte order mark"],
  "the log of plan -json": ['{"@level":"info"}\n{"@level":"info"}\n', "the log of `terraform plan -json`"],
  "a list": ["[]", "JSON that is no object"],
  "another format": [
    JSON.stringify(planJson([], { format_version: "2.0" })),
    'format_version "2.0", of which only 1.x is known',
  ],
  "an unknown action": [
    JSON.stringify(
      planJson([{ address: "a.b", mode: "managed", type: "a", name: "b", change: { actions: ["burn"] } }]),
    ),
    "a plan whose resource_changes.0.change.actions is not as it should be (it must be a list of no-op, create, read, update, delete, forget)",
  ],
  "a plan without its changes": [
    JSON.stringify(planJson([], { resource_changes: undefined, planned_values: { root_module: { resources: [{}] } } })),
    "a plan without its resource_changes",
  ],
};

test.each(Object.entries(BAD))("%s is refused", (_, [content, got]) => {
  const file = path.join(folder, "bad");
  writeFileSync(file, content);
  expect(() => readPlan(file)).toThrow(`got ${got}`);
});
