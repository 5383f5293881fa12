import { type DebianPackage, missingPackages } from "../../machine/debian-packages";
import { isCi } from "./not-run";

/** A test that needs packages of Debian: left out where they are missing, with that in its name, and failing in CI. */
export function testWithPackages(name: string, needs: readonly DebianPackage[], body: () => void): void {
  const missing = isCi ? [] : missingPackages(needs);
  if (missing.length === 0) {
    test(name, body);
  } else {
    test.skip(`${name} (${missing.join(", ")} missing)`, body);
  }
}
