import type { NodeEnv } from "../host-contract";
import { consensusClients, executionClients } from "./catalogue";
import type { NodeProfile } from "./node-profile";

/** What the host must know of its clients to tell whether the content of a chain disk is theirs, and where they are found. */
export function diskContentValues({ all, chain, chainIdentity, execution, nodeType }: NodeProfile) {
  const { databases, name, nodeKeyFile, nodeTypeMayFollow, peerPorts, validator } = execution.profile;
  // A consensus client's directory stays on the disk when another one takes its place, and so does its key.
  const profiles = [execution.profile, ...Object.values(consensusClients)];
  return {
    CLIENTS: all.map(({ profile }) => profile.name).join(" "),
    // Another chain database beside ours would fill the disk, and be nobody's.
    FOREIGN_CLIENTS: Object.keys(executionClients)
      .filter((other) => other !== name)
      .join(" "),
    CHAIN: chain,
    CHAIN_GENESIS_SHA256: chainIdentity,
    NODE_TYPE: nodeType,
    NODE_TYPE_MAY_FOLLOW: (nodeTypeMayFollow?.[nodeType] ?? []).join(" "),
    EXECUTION_DATABASES: databases.join(" "),
    NETWORK_IDENTITY_FILES: profiles
      .flatMap((profile) => profile.networkIdentityFiles.map((file) => `${profile.name}/${file}`))
      .join(" "),
    NODE_KEY_FILE: nodeKeyFile === undefined ? "" : `${name}/${nodeKeyFile}`,
    VALIDATOR_DIRECTORY: validator === undefined ? "" : `${name}/${validator.directory}`,
    P2P_PORT: String(peerPorts[0]?.port),
  } satisfies Partial<NodeEnv>;
}
