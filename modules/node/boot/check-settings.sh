#!/usr/bin/env bash
# Checks every line of node.env by the rules that came with it, before anything is touched: what is missing, unknown or
# not as it must be is refused.
# shellcheck source-path=SCRIPTDIR source=lib.sh
source "${BASH_SOURCE%/*}/lib.sh"

readonly SETTING="^([A-Z0-9_]+)='([^']*)'\$"

# Values by name, as they stand in the file: one that is not there may have one in this script's surroundings.
declare -A given=()

read_settings() {
  local line name
  [[ -r $NODE_ENV_FILE ]] || refuse "$NODE_ENV_FILE must be readable"
  while IFS= read -r line || [[ -n $line ]]; do
    [[ $line =~ $SETTING ]] || refuse "$NODE_ENV_FILE must hold lines in the form NAME='value', got $line"
    name=${BASH_REMATCH[1]}
    [[ ! -v given[$name] ]] || refuse "$name must stand in $NODE_ENV_FILE once, got '${given[$name]}' and '${BASH_REMATCH[2]}'"
    given[$name]=${BASH_REMATCH[2]}
  done <"$NODE_ENV_FILE"
}

# check NAME NEED RULE PATTERN
check() {
  [[ -v given[$1] ]] || refuse "$1 must be set in $NODE_ENV_FILE, to $3"
  [[ $2 == optional && -z ${given[$1]} ]] || [[ ${given[$1]} =~ ^($4)$ ]] || refuse "$1 must be $3, got '${given[$1]}'"
}

check_settings() {
  local name need rule pattern
  local -A known=()
  while IFS=$'\t' read -r name need rule pattern; do
    check "$name" "$need" "$rule" "$pattern"
    known[$name]=$need
  done <"$NODE_ENV_RULES"
  for name in "${!given[@]}"; do
    [[ -v known[$name] ]] || refuse "$NODE_ENV_FILE must hold the settings of $NODE_ENV_RULES alone, got $name too, '${given[$name]}'"
  done
}

main() {
  local name
  read_settings
  [[ -s $NODE_ENV_RULES ]] || refuse "$NODE_ENV_RULES must hold the rules of $NODE_ENV_FILE"
  check_settings
  for name in DNS_RECORD_NAME SHARED_RECORD_NAME MEMBER_RECORD_NAME; do
    ((${#given[$name]} <= 253)) || refuse "$name must be a host name of at most 253 characters, got '${given[$name]}'"
  done
  [[ -z ${given[ELASTIC_IP_ALLOCATION_ID]} || -n ${given[ELASTIC_IP]} ]] ||
    refuse "ELASTIC_IP must be the address of ELASTIC_IP_ALLOCATION_ID '${given[ELASTIC_IP_ALLOCATION_ID]}', got ''"
}

main "$@"
