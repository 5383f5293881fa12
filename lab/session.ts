import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { StateDir } from "../machine/state-dir";
import type { TerraformProgram } from "../machine/terraform-program";
import { UserError } from "../process/user-error";
import { DEFAULT_PORT } from "./lab-settings";

/** The AWS provider that this lab applies with. */
export interface Provider {
  /** The program that finds it: Terraform's and OpenTofu's providers are of different registries. */
  readonly terraform: TerraformProgram;
  readonly version: string;
  /** Where it comes from, in words. */
  readonly origin: string;
  /** Value of TF_CLI_CONFIG_FILE that makes Terraform find it. */
  readonly cliConfigFile: string;
  /** Lock file with the sums of this provider, which every init of the lab goes by. */
  readonly lockFile: string;
}

/** What one life of the lab settled on; lab/app.ts and later commands go by it. */
export interface Session {
  readonly port: number;
  readonly provider?: Provider;
  /** File of the provider's schema, names only. */
  readonly schemaFile?: string;
  /** URI of the client image in the emulated ECR. */
  readonly image?: string;
  /** URI of the monitor's image there. */
  readonly monitorImage?: string;
  /** Bucket of the remote state, once there is one. */
  readonly stateBucket?: string;
}

/** A session in which `bin/lab up` has found its provider. */
export type ReadySession = Session & Required<Pick<Session, "provider" | "schemaFile">>;

const file = (state: StateDir) => path.join(state.run, "session.json");

/** The session of the running lab, or a new one at LAB_PORT. */
export function openSession(state: StateDir, environment: NodeJS.ProcessEnv = process.env): Session {
  const wanted =
    environment.LAB_PORT === undefined || environment.LAB_PORT === "" ? undefined : Number(environment.LAB_PORT);
  if (wanted !== undefined && !(Number.isInteger(wanted) && wanted >= 1 && wanted <= 65_535)) {
    throw new UserError(`LAB_PORT must be a port, 1 to 65535; got ${JSON.stringify(environment.LAB_PORT)}`);
  }
  if (!existsSync(file(state))) {
    return { port: wanted ?? DEFAULT_PORT };
  }
  const session: Session = JSON.parse(readFileSync(file(state), "utf8"));
  if (wanted !== undefined && wanted !== session.port) {
    throw new UserError(
      `LAB_PORT must be ${session.port}, where the lab in ${state.root} runs, until \`bin/lab down\`; got ${wanted}`,
    );
  }
  // A lab that an older release left running has no sums of its provider: it is found anew.
  const { provider, ...rest } = session;
  return provider === undefined || provider.lockFile === undefined ? rest : { ...rest, provider };
}

/** Remembers what the session settled on. */
export function saveSession(state: StateDir, session: Session): void {
  writeFileSync(file(state), `${JSON.stringify(session, undefined, 2)}\n`);
}

/** Forgets what the session settled on. */
export function forgetSession(state: StateDir): void {
  rmSync(file(state), { force: true });
}

/** The session of a lab that is up. */
export function requireSession(state: StateDir): ReadySession {
  const { provider, schemaFile, ...rest } = openSession(state);
  if (provider === undefined || schemaFile === undefined) {
    throw new UserError(`no lab in ${state.root}: start it with \`bin/lab up\``);
  }
  return { ...rest, provider, schemaFile };
}
