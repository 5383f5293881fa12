#!/usr/bin/env bash
# Gives the clients their time to close the database before Docker and the chain disk go.
# shellcheck source-path=SCRIPTDIR source=lib.sh
source "${BASH_SOURCE%/*}/lib.sh"

main() {
  load_settings STOP_TIMEOUT_SECONDS
  local ids
  ids=$(timeout 30 docker ps --quiet --filter label=com.amazonaws.ecs.task-arn) || fail "Docker does not answer"
  [[ -n $ids ]] || return 0
  log "stopping ${ids//$'\n'/ } within $STOP_TIMEOUT_SECONDS s"
  # -t, as its long form is --time or --timeout by version; the outer limit is for a daemon that hangs.
  xargs timeout $((STOP_TIMEOUT_SECONDS + 30)) docker stop -t "$STOP_TIMEOUT_SECONDS" <<<"$ids"
  log "stopped ${ids//$'\n'/ }"
}

main "$@"
