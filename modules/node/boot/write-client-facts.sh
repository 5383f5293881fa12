#!/usr/bin/env bash
# Writes what clients and monitor need to know of their host; the task mounts the files, so containers need no metadata service.
# shellcheck source-path=SCRIPTDIR source=lib.sh
source "${BASH_SOURCE%/*}/lib.sh"

main() {
  load_settings DNS_RECORD_NAME SHARED_RECORD_NAME P2P_ADDRESS_FILE RPC_HOSTS_FILE NODE_NAME NODE_NAME_FILE
  load_facts identity
  local address=${ELASTIC_IP:-$PUBLIC_IPV4} hosts=$DNS_RECORD_NAME$'\n'$SHARED_RECORD_NAME
  if [[ -z $address ]]; then
    log "warning: the instance has no public IPv4: peers can reach the private one only"
    address=$LOCAL_IPV4
  fi
  write_file "$P2P_ADDRESS_FILE" <<<"$address"
  write_file "$RPC_HOSTS_FILE" <<<"$hosts"
  write_file "$NODE_NAME_FILE" <<<"$NODE_NAME"
  log "peers shall use $address, callers of the RPC ${hosts//$'\n'/ or }"
}

main "$@"
