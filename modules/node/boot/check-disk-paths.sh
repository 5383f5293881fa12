#!/usr/bin/env bash
# Sees to it that what root and the clients write to is on the chain disk itself: a foreign snapshot may hold links that
# lead elsewhere. Comes before anything is written to the disk.
# shellcheck source-path=SCRIPTDIR source=lib.sh
source "${BASH_SOURCE%/*}/lib.sh"

# A disk that is well answers at once, one that still loads from its snapshot within seconds.
readonly LOOK_SECONDS=120

refuse_mounts_below() {
  local below
  below=$(findmnt --raw --noheadings --output TARGET | grep --max-count=1 "^$MOUNT_POINT/") || true
  [[ -z $below ]] || refuse "$VOLUME_ID must have nothing mounted on it, got $below: unmount it"
}

# require_kind KIND NAME: what is there is what it seems, and is nothing else under a second name.
require_kind() {
  local path=$MOUNT_POINT/$2 found names=1
  [[ -e $path || -L $path ]] || return 0
  found=$(stat --format=%F "$path")
  [[ $1 == directory ]] || names=$(stat --format=%h "$path")
  [[ ${found/ empty/} == "$1" && $names == 1 ]] ||
    refuse "$path on $VOLUME_ID must be a $1 with one name, got a $found with $names: see what it leads to, and remove it"
}

require_kinds() {
  local name
  for name in $(client_directories) "${JWT_SECRET_FILE%/*}" "$MONITOR_DIRECTORY"; do
    require_kind directory "$name"
  done
  for name in "$CONTENT_RECORD" "$CONTENT_RECORD.new" "$VALIDATOR_RECORD" "$VALIDATOR_RECORD.new" .disk-probe "$JWT_SECRET_FILE" "$JWT_SECRET_FILE.new"; do
    require_kind 'regular file' "$name"
  done
}

refuse_links_out() {
  local directory link
  directory=$(realpath "$1")
  find "$directory" -xdev -type l -print0 | while IFS= read -r -d '' link; do
    [[ $(realpath --canonicalize-missing "$link")/ == "$directory"/* ]] ||
      refuse "$directory on $VOLUME_ID must hold no link that leads out of it, got $(printf %q "$link"): see what it leads to, and remove it"
  done
}

main() {
  load_settings VOLUME_ID MOUNT_POINT CLIENTS NETWORK_IDENTITY_FILES JWT_SECRET_FILE MONITOR_DIRECTORY
  local name
  refuse_mounts_below
  within "$LOOK_SECONDS" require_kinds
  # Once a volume: later only clients wrote, who see no more than their own directory.
  ! grep --quiet --no-messages --line-regexp "VOLUME_ID=$VOLUME_ID" "$MOUNT_POINT/$CONTENT_RECORD" || return 0
  for name in $(client_directories); do
    [[ ! -d $MOUNT_POINT/$name ]] || patiently "looking for links in $MOUNT_POINT/$name" refuse_links_out "$MOUNT_POINT/$name"
  done
}

main "$@"
