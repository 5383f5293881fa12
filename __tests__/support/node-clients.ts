import { App } from "cdktf";
import type { NodeClients } from "../../modules/clients/node-clients";
import { readSettings } from "../../stacks/settings/settings";

/** The clients that these environment variables choose. */
export function nodeClients(environment: NodeJS.ProcessEnv): NodeClients {
  return readSettings(new App({ outdir: "/nonexistent" }), environment).clients;
}
