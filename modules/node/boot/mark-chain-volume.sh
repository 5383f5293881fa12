#!/usr/bin/env bash
# Tags the chain volume once its file system was mounted: from then on it is never formatted.
# shellcheck source-path=SCRIPTDIR source=lib.sh
source "${BASH_SOURCE%/*}/lib.sh"

main() {
  load_settings REGION VOLUME_ID INITIALISED_TAG
  load_facts volume
  local answer
  [[ $VOLUME_TAG == none ]] || return 0
  # Also when the tag was lost or the disk came from a snapshot; the next boot tries again.
  answer=$(aws_cli ec2 create-tags --resources "$VOLUME_ID" --tags "Key=$INITIALISED_TAG,Value=true" 2>&1) ||
    log "warning: $VOLUME_ID could not be tagged $INITIALISED_TAG: $answer"
}

main "$@"
