import { type DebianPackage, missingPackages } from "../../../../lab/machine/debian-packages";
import { isCi } from "../../../support/not-run";

/** A suite that needs root and packages of a Debian host: left out elsewhere, with the reasons in its name, never in CI. */
export function describeOnHost(name: string, needs: readonly DebianPackage[], suite: () => void): void {
  const reasons = [...missingRoot(), ...missingPackages(needs).map((missing) => `${missing} is missing`)];
  if (reasons.length === 0) {
    describe(name, suite);
    return;
  }
  const title = `${name} (${reasons.join("; ")})`;
  if (isCi) {
    throw new Error(`may not be left out in CI: ${title}`);
  }
  describe.skip(title, suite);
}

function missingRoot(): string[] {
  return process.getuid?.() === 0 ? [] : ["needs root for mounts and devices"];
}
