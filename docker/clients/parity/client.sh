# shellcheck shell=sh disable=SC2154 # sourced by entrypoint.sh, which sets p2p_address and rpc_hosts
# Where the image openethereum/openethereum:v3.3.5 has it, outside of PATH.
client_program=/home/openethereum/openethereum

with_port() {
  echo "localhost,$rpc_hosts" | sed "s/,/:$1,/g; s/\$/:$1/"
}

# Becomes the client. It compares the whole Host header, port included; the name localhost stays for operators on the host.
exec_client() {
  exec "$client_program" "--nat=extip:$p2p_address" \
    "--jsonrpc-hosts=$(with_port 8545)" "--ws-hosts=$(with_port 8546)" "$@"
}
