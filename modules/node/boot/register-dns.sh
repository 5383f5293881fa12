#!/usr/bin/env bash
# Points the node's name, and its share of the name of all nodes, at the private address of this instance. With "remove", as
# far as they still point here and the node is not just coming back: takes the first away, and lends its share to the others.
# shellcheck source-path=SCRIPTDIR source=lib.sh
source "${BASH_SOURCE%/*}/lib.sh"

# The names were taken away, or never were this instance's: each failed start would ask Route53 again.
readonly REMOVED=$BOOT_FACTS/names-removed

# change ACTION NAME ADDRESS...: prints one change of a batch. Route53 deletes a record only with the time to live that it has: after
# a change of that, those of before stay at the first stop.
change() {
  local values
  values=$(printf ',{Value=%s}' "${@:3}")
  echo "{Action=$1,ResourceRecordSet={Name=$2,Type=A,TTL=$RECORD_TTL_SECONDS,ResourceRecords=[${values#,}]}}"
}

# change_records CHANGE...: all or none; prints the error, if any.
change_records() {
  local IFS=,
  {
    aws_cli route53 change-resource-record-sets --hosted-zone-id "$HOSTED_ZONE_ID" --change-batch "Changes=[$*]" >/dev/null
  } 2>&1
}

register() {
  local answer
  answer=$(change_records "$(change UPSERT "$1" "$LOCAL_IPV4")") ||
    fail "$1 could not be pointed at $LOCAL_IPV4 in zone $HOSTED_ZONE_ID: $answer"
  log "$1 points at $LOCAL_IPV4"
}

# replace NAME [ADDRESS...]: takes this instance's address from the name, and gives it these instead. Route53 deletes a record
# only as it is: one that already points at a successor stays. Fails where it is to be tried again.
replace() {
  local answer changes
  changes=("$(change DELETE "$1" "$LOCAL_IPV4")")
  (($# == 1)) || changes+=("$(change CREATE "$@")")
  if answer=$(change_records "${changes[@]}"); then
    log "$1 points at $LOCAL_IPV4 no more${2:+, but at ${*:2}}"
  elif [[ $answer != *InvalidChangeBatch* ]]; then
    log "warning: $1 may still point at $LOCAL_IPV4 in zone $HOSTED_ZONE_ID: $answer"
    return 1
  fi
}

# Prints the addresses of the other nodes that the shared name leads to, as far as they are up: the own name of a node that
# stopped is gone. From Route53 itself, since resolvers remember, and know nothing of a zone that nobody delegated.
others() {
  local records type name identifier value zone=${DNS_RECORD_NAME#"$NODE_NAME".} own_names=()
  local -A addresses
  records=$(aws_cli route53 list-resource-record-sets --hosted-zone-id "$HOSTED_ZONE_ID" --output text \
    --query "ResourceRecordSets[?ResourceRecords].[Type, Name, SetIdentifier || '-', ResourceRecords[0].Value]") || return
  while read -r type name identifier value; do
    case $type:$name in
      "CNAME:$SHARED_RECORD_NAME.") own_names+=("$identifier.$zone.") ;;
      A:*) addresses[$name]=$value ;;
      *) ;;
    esac
  done <<<"$records"
  for name in "${own_names[@]}"; do
    [[ ${addresses[$name]:-$LOCAL_IPV4} == "$LOCAL_IPV4" ]] || echo "${addresses[$name]}"
  done | sort --unique
}

# Resolvers remember for a quarter of an hour that a name is missing, so a share of the callers would be told for so long that
# there is no node at all.
lend_share() {
  local answer addresses=()
  if answer=$(others 2>&1); then
    mapfile -t addresses < <(printf '%s' "$answer")
  else
    log "warning: $MEMBER_RECORD_NAME is lent to no other node, as the others could not be read: $answer"
  fi
  replace "$MEMBER_RECORD_NAME" "${addresses[@]}"
}

# The same, for a host that is back in a minute.
comes_back() {
  local jobs
  [[ ${SERVICE_RESULT:-success} == success ]] && jobs=$(timeout 20 systemctl list-jobs --plain --no-legend) || return
  # Not in a pipe, whose end at the first match would be systemctl's failure.
  [[ $jobs =~ reboot\.target\ +start|ethereum-node\.service\ +restart ]]
}

remove() {
  local status=0
  # First, so that no other node that stops now lends its share to this one.
  replace "$DNS_RECORD_NAME" || status=1
  lend_share || status=1
  ((status == 1)) || write_file "$REMOVED" </dev/null
}

main() {
  load_settings REGION HOSTED_ZONE_ID DNS_RECORD_NAME SHARED_RECORD_NAME MEMBER_RECORD_NAME RECORD_TTL_SECONDS NODE_NAME
  if [[ ${1:-} == remove ]]; then
    # Without an identity nothing was registered since the boot.
    if [[ -e $BOOT_FACTS/identity && ! -e $REMOVED ]] && ! comes_back; then
      load_facts identity
      remove
    fi
    return
  fi
  load_facts identity
  rm --force "$REMOVED"
  register "$DNS_RECORD_NAME"
  register "$MEMBER_RECORD_NAME"
}

main "$@"
