#!/usr/bin/env bash
# Writes what the client needs to know of its host; the task mounts the files, so containers need no metadata service.
# shellcheck source-path=SCRIPTDIR source=lib.sh
source "${BASH_SOURCE%/*}/lib.sh"

readonly DIRECTORY=/run/ethereum-node

main() {
  load_settings DNS_RECORD_NAME
  local address label='[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?'
  [[ $DNS_RECORD_NAME =~ ^($label\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?$ && ${#DNS_RECORD_NAME} -le 253 ]] ||
    fail "DNS_RECORD_NAME must be a host name in lower case, got '$DNS_RECORD_NAME'"
  address=$(metadata_ipv4 public-ipv4) || {
    (($? == NOT_FOUND)) || exit 1
    log "the instance has no public IPv4: peers can reach the private one only"
    address=$(metadata_ipv4 local-ipv4)
  }
  write_file "$DIRECTORY/p2p-address" <<<"$address"
  write_file "$DIRECTORY/rpc-host" <<<"$DNS_RECORD_NAME"
  log "peers shall use $address, callers of the RPC $DNS_RECORD_NAME"
}

main "$@"
