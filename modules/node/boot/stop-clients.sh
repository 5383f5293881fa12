#!/usr/bin/env bash
# Gives the clients their time to close the database before Docker and the chain disk go. What Docker does not stop,
# release-chain-disk.sh does.
# shellcheck source-path=SCRIPTDIR source=lib.sh
source "${BASH_SOURCE%/*}/lib.sh"

main() {
  load_settings STOP_TIMEOUT_SECONDS
  local ids
  ids=$(timeout --kill-after=5 30 docker ps --quiet --filter label=com.amazonaws.ecs.task-arn) || fail "Docker does not answer"
  [[ -n $ids ]] || return 0
  log "stopping ${ids//$'\n'/ } within $STOP_TIMEOUT_SECONDS s"
  # -t, as its long form is --time or --timeout by version; the outer limit is for a daemon that hangs.
  xargs timeout --kill-after=5 $((STOP_TIMEOUT_SECONDS + DOCKER_STOP_MARGIN_SECONDS)) docker stop -t "$STOP_TIMEOUT_SECONDS" <<<"$ids" ||
    fail "Docker did not stop ${ids//$'\n'/ }"
  log "stopped ${ids//$'\n'/ }"
}

main "$@"
