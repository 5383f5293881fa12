import { App } from "cdktf";
import type { NodeProfile } from "../../modules/clients/node-profile";
import { readSettings } from "../../stacks/settings/settings";

/** The clients that these environment variables choose. */
export function nodeClients(environment: NodeJS.ProcessEnv): NodeProfile {
  return readSettings(new App({ outdir: "/nonexistent" }), environment).nodeProfile;
}
