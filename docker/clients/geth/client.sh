# shellcheck shell=sh disable=SC2154 # sourced by entrypoint.sh, which sets p2p_address and rpc_hosts
client_program=geth

# Becomes the client. The name localhost stays for operators on the host.
exec_client() {
  exec "$client_program" "--nat=extip:$p2p_address" "--http.vhosts=localhost,$rpc_hosts" "$@"
}
