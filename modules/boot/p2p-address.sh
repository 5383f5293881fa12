#!/usr/bin/env bash
# Writes the address that peers shall use; the task mounts the file, so containers need no metadata service.
# shellcheck source-path=SCRIPTDIR source=lib.sh
source "${BASH_SOURCE%/*}/lib.sh"

main() {
  local address
  address=$(metadata_ipv4 public-ipv4) || {
    (($? == NOT_FOUND)) || exit 1
    log "the instance has no public IPv4: peers can reach the private one only"
    address=$(metadata_ipv4 local-ipv4)
  }
  write_file /run/ethereum-node/p2p-address <<<"$address"
  log "peers shall use $address"
}

main "$@"
