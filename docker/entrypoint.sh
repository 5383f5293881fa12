#!/bin/sh
# shellcheck disable=SC2249 # what no pattern of a case names is right
# Checks what the client relies on, puts the client facts into its command line, then becomes the client: it is process 1
# and gets the SIGTERM of a stop. A refusal is one line on stderr, before the client touches its database, and an
# exit code of its own (checks.sh).
set -eu

# shellcheck source-path=SCRIPTDIR source=checks.sh
. "${0%/*}/checks.sh"
# shellcheck source-path=SCRIPTDIR source=validator.sh
. "${0%/*}/validator.sh"

# Counts the starts, so that each takes another checkpoint URL: one may answer and yet not deliver.
readonly STARTS_FILE=.starts
readonly SYNCED_FILE=.synced-from-checkpoint

main() {
  check_program
  check_p2p_address
  check_rpc_hosts
  check_minimum_free
  make_data_directory
  check_free_space
  check_data_directory_writable
  choose_checkpoint_url
  sync_from_checkpoint
  prepare_validator
  write_reserved_peers
  fill_in_and_exec "$@"
}

# Leaves one of the URLs that the host found alive in $checkpoint_url, or nothing.
choose_checkpoint_url() {
  checkpoint_url=
  [ -s "${CHECKPOINT_URLS_FILE:-}" ] || return 0
  starts=$(cat "$DATA_DIRECTORY/$STARTS_FILE" 2>/dev/null) || true
  case $starts in
    '' | *[!0-9]* | ???????*) starts=0 ;;
  esac
  echo "$((starts + 1))" >"$DATA_DIRECTORY/$STARTS_FILE"
  count=$(wc -l <"$CHECKPOINT_URLS_FILE")
  checkpoint_url=$(sed -n "$((starts % count + 1))p" "$CHECKPOINT_URLS_FILE")
  case $checkpoint_url in
    *[!A-Za-z0-9._:/~-]* | '') refuse "$BAD_CHECKPOINT_URLS" "CHECKPOINT_URLS_FILE $CHECKPOINT_URLS_FILE must hold URLs, one a line; got '$checkpoint_url'" ;;
  esac
}

# For a client that begins from a checkpoint in a run of its own: without it, it would begin at genesis and never notice.
sync_from_checkpoint() {
  [ -n "${CHECKPOINT_SYNC_COMMAND:-}" ] && [ ! -e "$DATA_DIRECTORY/$SYNCED_FILE" ] || return 0
  [ -n "$checkpoint_url" ] || refuse "$BAD_CHECKPOINT_URLS" "CHECKPOINT_URLS_FILE $CHECKPOINT_URLS_FILE must hold a URL for the first start; got ''"
  set --
  while IFS= read -r argument; do
    set -- "$@" "$(fill_in "$argument")"
  done <<ARGUMENTS
$CHECKPOINT_SYNC_COMMAND
ARGUMENTS
  "$PROGRAM" "$@" &
  # A stop ends the run, which some clients then call a success.
  trap 'kill "$!"; exit 143' TERM
  wait "$!"
  trap - TERM
  : >"$DATA_DIRECTORY/$SYNCED_FILE"
}

# For a client that takes them from a file only.
write_reserved_peers() {
  [ -n "${RESERVED_PEERS:-}" ] || return 0
  printf '%s\n' "$RESERVED_PEERS" >"$RESERVED_PEERS_FILE"
}

# Prints an argument with the client facts in the place of its placeholders. No fact holds a character that sed minds.
fill_in() {
  printf '%s\n' "$1" | sed "s|{{p2p-address}}|$p2p_address|g; s|{{rpc-hosts}}|$rpc_hosts|g; s|{{checkpoint-url}}|$checkpoint_url|g
    :ports
    s|{{rpc-hosts:\([0-9]*\)}}|$(echo "$rpc_hosts" | sed 's/,/:\\1,/g; s/$/:\\1/')|
    t ports"
}

fill_in_and_exec() {
  count=$#
  while [ "$count" -gt 0 ]; do
    case $1 in
      *'{{checkpoint-url}}'*) [ -z "$checkpoint_url" ] || set -- "$@" "$(fill_in "$1")" ;;
      *'{{'*) set -- "$@" "$(fill_in "$1")" ;;
      *) set -- "$@" "$1" ;;
    esac
    shift
    count=$((count - 1))
  done
  exec "$PROGRAM" "$@"
}

main "$@"
