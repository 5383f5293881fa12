/** What a command line says instead of a client fact, which only the host knows; the image's entrypoint puts the fact in its place. */
export const placeholders = {
  /** The IPv4 address that peers shall use. */
  p2pAddress: "{{p2p-address}}",
  /** The names under which the RPC is called, with commas between them; with a port, each is followed by it. */
  rpcHosts: (port?: number) => (port === undefined ? "{{rpc-hosts}}" : `{{rpc-hosts:${port}}}`),
  /** A beacon API that answered. The entrypoint leaves out an argument with it where none did. */
  checkpointUrl: "{{checkpoint-url}}",
} as const;
