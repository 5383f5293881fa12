#!/usr/bin/env bash
# Points the node's DNS name at the private address of this instance.
# shellcheck source-path=SCRIPTDIR source=lib.sh
source "${BASH_SOURCE%/*}/lib.sh"

main() {
  load_settings REGION HOSTED_ZONE_ID DNS_RECORD_NAME
  require_aws_cli
  local address record
  address=$(metadata_ipv4 local-ipv4)
  record="{Name=$DNS_RECORD_NAME,Type=A,TTL=60,ResourceRecords=[{Value=$address}]}"
  aws_cli route53 change-resource-record-sets --hosted-zone-id "$HOSTED_ZONE_ID" \
    --change-batch "Changes=[{Action=UPSERT,ResourceRecordSet=$record}]" >/dev/null ||
    fail "$DNS_RECORD_NAME could not be pointed at $address in zone $HOSTED_ZONE_ID"
  log "$DNS_RECORD_NAME points at $address"
}

main "$@"
