#!/usr/bin/env bash
# Finds out which of the checkpoint URLs answer, so that a dead one holds no consensus client up.
# shellcheck source-path=SCRIPTDIR source=lib.sh
source "${BASH_SOURCE%/*}/lib.sh"

# Whether a beacon API, of a full node or of a server of checkpoints, knows a finalized state.
answers() {
  curl --silent --fail --location --max-time 10 --max-filesize 100000 "$1/eth/v1/beacon/states/finalized/finality_checkpoints" 2>/dev/null |
    grep --quiet --extended-regexp '"finalized": *\{[^}]*"epoch": *"[1-9]'
}

# The consensus client's directory, the last one, holds nothing but what the entrypoint writes before the first start.
is_first_start() {
  [[ -z $(within 60 find "$MOUNT_POINT/${CLIENTS##* }" -mindepth 1 ! -name '.*' -print -quit) ]]
}

main() {
  load_settings MOUNT_POINT CLIENTS CHECKPOINT_URLS_FILE
  [[ -n ${CHECKPOINT_URLS:-} ]] || return 0
  local url asked=() alive=()
  # All at once: the dead ones together cost one time-out.
  for url in $CHECKPOINT_URLS; do
    # No answer is an answer: it is no failure of this script.
    { answers "$url" || exit 1; } &
    asked+=("$!")
  done
  for url in $CHECKPOINT_URLS; do
    if wait "${asked[0]}"; then
      alive+=("$url")
    else
      log "warning: the checkpoint URL $url does not answer with a finalized state"
    fi
    asked=("${asked[@]:1}")
  done
  if ((${#alive[@]} == 0)); then
    ! is_first_start || fail "one of CHECKPOINT_URLS must answer before the first start, got none of: $CHECKPOINT_URLS"
    rm --force "$CHECKPOINT_URLS_FILE"
    return
  fi
  printf '%s\n' "${alive[@]}" | write_file "$CHECKPOINT_URLS_FILE"
  log "${#alive[@]} checkpoint URLs answer, the first is ${alive[0]}"
}

main "$@"
