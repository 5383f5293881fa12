import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { StateDir } from "../machine/state-dir";
import { chosenTerraform } from "../machine/terraform-program";
import { UserError } from "../process/user-error";
import { LOCKS_FOLDER, lockFileOf } from "../stacks/provider-lock";
import { LOCKED_PLATFORMS, lockProviders, type RequiredProvider } from "./provider-lock";

/** The providers that the constructs were generated for. */
function requiredProviders(): RequiredProvider[] {
  return ["aws", "docker"].map((name) => {
    const { provider } = require(`@cdktf/provider-${name}/package.json`).cdktf;
    // Without the host: OpenTofu's registry is another.
    return { name, source: provider.name.split("/").slice(-2).join("/"), version: provider.version };
  });
}

async function main(mirror?: string): Promise<void> {
  const { command } = chosenTerraform(StateDir.fromEnvironment());
  const folder = mkdtempSync(path.join(tmpdir(), "lock-providers-"));
  const file = path.join(LOCKS_FOLDER, lockFileOf(command));
  mkdirSync(LOCKS_FOLDER, { recursive: true });
  try {
    const from = mirror === undefined ? {} : { mirror: path.resolve(mirror) };
    await lockProviders(file, {
      command,
      folder,
      providers: requiredProviders(),
      platforms: LOCKED_PLATFORMS,
      ...from,
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
  console.log(`${path.relative(process.cwd(), file)} written: look at it and commit it`);
}

main(process.argv[2]).catch((error: Error) => {
  console.error(error instanceof UserError ? `lock-providers: ${error.message}` : error);
  process.exitCode = 1;
});
