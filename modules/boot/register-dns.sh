#!/usr/bin/env bash
# Points the node's name, and the one that all nodes share, at the private address of this instance; or, with "remove",
# takes both away as far as they still point here and the node is not just coming back.
# shellcheck source-path=SCRIPTDIR source=lib.sh
source "${BASH_SOURCE%/*}/lib.sh"

readonly TTL_SECONDS=60

# change_record ACTION NAME [MORE]: prints the error, if any. MORE tells the nodes' records of one name apart.
change_record() {
  local record="{Name=$2,Type=A,TTL=$TTL_SECONDS,ResourceRecords=[{Value=$LOCAL_IPV4}]${3:-}}"
  {
    aws_cli route53 change-resource-record-sets --hosted-zone-id "$HOSTED_ZONE_ID" \
      --change-batch "Changes=[{Action=$1,ResourceRecordSet=$record}]" >/dev/null
  } 2>&1
}

register() {
  local answer
  answer=$(change_record UPSERT "$@") || fail "$1 could not be pointed at $LOCAL_IPV4 in zone $HOSTED_ZONE_ID: $answer"
  log "$1 points at $LOCAL_IPV4"
}

# Route53 deletes a record only as it is: one that already points at a successor stays.
remove() {
  local answer
  if answer=$(change_record DELETE "$@"); then
    log "$1 points at $LOCAL_IPV4 no more"
  elif [[ $answer != *InvalidChangeBatch* ]]; then
    log "warning: $1 may still point at $LOCAL_IPV4 in zone $HOSTED_ZONE_ID: $answer"
  fi
}

# Resolvers remember for a quarter of an hour that a name is missing: too long for a host that is back in a minute.
comes_back() {
  [[ ${SERVICE_RESULT:-success} == success ]] &&
    timeout 20 systemctl list-jobs --plain --no-legend | grep --quiet --extended-regexp '(reboot\.target +start|ethereum-node\.service +restart)'
}

main() {
  load_settings REGION HOSTED_ZONE_ID DNS_RECORD_NAME NODE_NAME
  local action=register
  if [[ ${1:-} == remove ]]; then
    action=remove
    # Without an identity nothing was registered since the boot.
    if [[ ! -e $HOST_FACTS/identity ]] || comes_back; then
      return
    fi
  fi
  load_facts identity
  "$action" "$DNS_RECORD_NAME"
  [[ -z ${SHARED_RECORD_NAME:-} ]] ||
    "$action" "$SHARED_RECORD_NAME" ",SetIdentifier=$NODE_NAME,MultiValueAnswer=true"
}

main "$@"
