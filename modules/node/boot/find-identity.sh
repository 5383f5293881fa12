#!/usr/bin/env bash
# Asks the metadata service which instance this is, and writes it down for the steps that follow.
# shellcheck source-path=SCRIPTDIR source=lib.sh
source "${BASH_SOURCE%/*}/lib.sh"

# metadata_matching PATH PATTERN WHAT [optional]: prints a value that looks as it must.
metadata_matching() {
  local value
  value=$(metadata "$1" "${4:-}") || return
  [[ $value =~ ^($2)$ ]] || fail "the metadata $1 must be $3, got '$value'"
  echo "$value"
}

main() {
  local ipv4 id zone local_ipv4 public_ipv4
  # What an address is, is said once.
  ipv4=$(grep '^ELASTIC_IP\s' "$NODE_ENV_RULES" | cut --fields=4)
  id=$(metadata_matching instance-id 'i-[0-9a-f]+' 'an instance id')
  zone=$(metadata_matching placement/availability-zone '[a-z0-9-]+' 'an availability zone')
  local_ipv4=$(metadata_matching local-ipv4 "$ipv4" 'an IPv4 address')
  public_ipv4=$(metadata_matching public-ipv4 "$ipv4" 'an IPv4 address' optional) || {
    (($? == NOT_FOUND)) || exit "$TRY_AGAIN"
    public_ipv4=
  }
  write_file "$BOOT_FACTS/identity" <<FACTS
INSTANCE_ID='$id'
INSTANCE_ZONE='$zone'
LOCAL_IPV4='$local_ipv4'
PUBLIC_IPV4='$public_ipv4'
FACTS
  log "this is $id in $zone, $local_ipv4, public ${public_ipv4:-none}"
}

main "$@"
