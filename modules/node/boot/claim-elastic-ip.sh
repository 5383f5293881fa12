#!/usr/bin/env bash
# Associates the node's Elastic IP, if it has one: peers then find a replaced host under the address they know.
# shellcheck source-path=SCRIPTDIR source=lib.sh
source "${BASH_SOURCE%/*}/lib.sh"

main() {
  load_settings REGION
  [[ -n ${ELASTIC_IP_ALLOCATION_ID:-} ]] || return 0
  load_facts identity
  local answer
  # Who holds the disk holds the address, so it may be taken from a predecessor.
  answer=$(aws_cli ec2 associate-address --allocation-id "$ELASTIC_IP_ALLOCATION_ID" --instance-id "$INSTANCE_ID" \
    --allow-reassociation 2>&1) || fail "the Elastic IP $ELASTIC_IP_ALLOCATION_ID could not be associated: $answer"
  log "$INSTANCE_ID has the Elastic IP $ELASTIC_IP"
}

main "$@"
