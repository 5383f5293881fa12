import { complaintAbout, isAtLeast } from "../../lab/requirements";

const terraform = { name: "Terraform", minimum: "1.10", install: "install Terraform 1.10 or newer" };

test("says in one line what to install where a tool is missing", () => {
  expect(complaintAbout(terraform, undefined)).toBe("Terraform is missing: install Terraform 1.10 or newer");
});

test("says in one line which version is too old", () => {
  expect(complaintAbout(terraform, "1.9.8")).toBe("Terraform 1.9.8 is too old: install Terraform 1.10 or newer");
});

test("has no complaint about the minimum or a newer version", () => {
  expect(["1.10.0", "1.11.4", "2.0.0-beta1"].map((version) => complaintAbout(terraform, version))).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});

test.each([
  ["1.10", "1.9", true],
  ["1.9", "1.10", false],
  ["3.11.7", "3.11", true],
  ["3", "3.11", false],
  ["1.10.0-rc1", "1.10", true],
])("compares %s with the minimum %s number by number", (version, minimum, expected) => {
  expect(isAtLeast(version, minimum)).toBe(expected);
});
