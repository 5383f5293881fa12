#!/usr/bin/env bash
# Makes what lies on the chain disk this node's own: takes the network identity of the volume away that wrote it, and
# writes down on the disk what it is used for.
# shellcheck source-path=SCRIPTDIR source=lib.sh
source "${BASH_SOURCE%/*}/lib.sh"

readonly WRITE_SECONDS=120

# Two nodes with one key drive each other's peers away, silently. Accounts stay.
forget_network_identity() {
  local path forgotten=''
  for path in $NETWORK_IDENTITY_FILES "$JWT_SECRET_FILE"; do
    [[ -e $MOUNT_POINT/$path ]] || continue
    rm --recursive --force --one-file-system -- "${MOUNT_POINT:?}/$path"
    forgotten+=" $path"
  done
  [[ -n $forgotten ]] || return 0
  sync --file-system "$MOUNT_POINT"
  log "$VOLUME_ID was written through another volume, whose network identity is removed:$forgotten"
}

main() {
  load_settings VOLUME_ID MOUNT_POINT CLIENTS CHAIN NODE_TYPE NETWORK_IDENTITY_FILES JWT_SECRET_FILE
  load_facts disk-content
  local record answer
  [[ $CONTENT_OWNER != foreign ]] || within "$WRITE_SECONDS" forget_network_identity
  record=$(printf '%s\n' "VOLUME_ID=$VOLUME_ID" "EXECUTION_CLIENT=${CLIENTS%% *}" "CLIENTS=$CLIENTS" "CHAIN=$CHAIN" \
    "CHAIN_GENESIS_SHA256=${CHAIN_GENESIS_SHA256:-}" "NODE_TYPE=$NODE_TYPE")
  [[ $(within "$WRITE_SECONDS" cat "$MOUNT_POINT/$CONTENT_RECORD" 2>/dev/null || true) != "$record" ]] || return 0
  # On a full disk the client may still have room of its own; the next boot tries again.
  answer=$(write_on_disk "$MOUNT_POINT/$CONTENT_RECORD" "$record" 2>&1) ||
    log "warning: what $VOLUME_ID is used for could not be written to it: $answer"
}

main "$@"
