import { isAtLeast } from "../../machine/version";

test.each([
  ["1.10", "1.9", true],
  ["1.9", "1.10", false],
  ["1.10.0", "1.10", true],
  ["2.0.0-beta1", "1.10", true],
  ["3.11.7", "3.11", true],
  ["3", "3.11", false],
  ["1.10.0-rc1", "1.10", true],
])("compares %s with the minimum %s number by number", (version, minimum, expected) => {
  expect(isAtLeast(version, minimum)).toBe(expected);
});
