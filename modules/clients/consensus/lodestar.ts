import type { ConsensusProfile } from "../consensus-profile";

/** Lodestar, the beacon node by ChainSafe, on Node.js. */
export const lodestar: ConsensusProfile = {
  name: "lodestar",
  image: "chainsafe/lodestar",
  version: "v1.44.0",
  program: "node",
  architectures: ["arm64", "x86_64"],
  stopTimeoutSeconds: 120,
  peerPorts: [
    { name: "p2p", port: 9000, protocols: ["tcp", "udp"] },
    { name: "quic", port: 9001, protocols: ["udp"] },
  ],
  // ChainSafe/lodestar: packages/cli/src/cmds/beacon/{paths,initPeerIdAndEnr}.ts.
  networkIdentityFiles: ["peer-id.json", "enr"],
  flagsSource: "ChainSafe/lodestar v1.44.0 (e3d733b7): packages/cli/src/options and cmds/beacon",
  // What the image sets too; Lodestar asks for at least 8 GiB of heap.
  environment: () => ({ NODE_OPTIONS: "--max-old-space-size=8192" }),
  restPort: 9596,
  chains: {
    mainnet: { memoryReservationMiB: 8_192 },
    sepolia: { memoryReservationMiB: 4_096 },
    hoodi: { memoryReservationMiB: 6_144 },
  },
  command: (chain, paths, options) => [
    "/usr/app/packages/cli/bin/lodestar.js",
    "beacon",
    `--network=${chain}`,
    `--dataDir=${paths.dataDirectory}`,
    // Else blocks pile up from the checkpoint on, without end.
    "--chain.pruneHistory=true",
    `--checkpointSyncUrl=${options.checkpointUrl}`,
    `--execution.urls=${options.engineApiUrl}`,
    `--jwtSecret=${paths.jwtSecretFile}`,
    // An IPv4 address here also keeps it from listening on IPv6, which a bridge network may lack.
    "--listenAddress=0.0.0.0",
    `--port=${options.peerPort("p2p")}`,
    `--discoveryPort=${options.peerPort("p2p")}`,
    `--quicPort=${options.peerPort("quic")}`,
    "--quic=true",
    // Without it Lodestar drops an announced address that is none of its own interfaces.
    "--nat=true",
    `--enr.ip=${options.p2pAddress}`,
    `--enr.tcp=${options.peerPort("p2p")}`,
    `--enr.udp=${options.peerPort("p2p")}`,
    `--enr.quic=${options.peerPort("quic")}`,
    "--persistNetworkIdentity=true",
    "--rest=true",
    "--rest.address=0.0.0.0",
    `--rest.port=${options.restPort}`,
    // The default allows every origin.
    "--rest.cors=",
    "--logFile=none",
    // The other format, human, always has colours.
    "--logFormat=json",
  ],
};
