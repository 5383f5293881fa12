#!/usr/bin/env bash
# Waits longer the more often in a row the chain disk failed; one that fails for good is not taken again and again.
# shellcheck source-path=SCRIPTDIR source=lib.sh
source "${BASH_SOURCE%/*}/lib.sh"

readonly FIRST_PAUSE_SECONDS=${CHAIN_DISK_PAUSE_SECONDS:-30}
readonly FAILURES_ALLOWED=5

main() {
  [[ -r $DISK_FAILURES ]] || return 0
  load_settings VOLUME_ID
  local count seconds reason
  { read -r count _ && read -r reason; } <"$DISK_FAILURES"
  if ((count > FAILURES_ALLOWED)); then
    # Whoever starts the node by hand begins to count anew.
    rm --force "$DISK_FAILURES"
    refuse "$VOLUME_ID must work for an hour, but failed $count times in a row, last: $reason"
  fi
  # The first failure may be a moment's.
  ((count > 1)) || return 0
  seconds=$((FIRST_PAUSE_SECONDS << (count - 2)))
  log "waiting $seconds s: $VOLUME_ID failed $count times in a row"
  sleep "$seconds"
}

main "$@"
