#!/usr/bin/env bash
# Gives each client its directory on the chain disk.
# shellcheck source-path=SCRIPTDIR source=lib.sh
source "${BASH_SOURCE%/*}/lib.sh"

# Another execution client's chain is nobody's any more, and would fill the disk under ours; only a person may delete it.
refuse_foreign_data() {
  local name
  for name in ${FOREIGN_CLIENTS:-}; do
    [[ ! -d $MOUNT_POINT/$name || -z $(ls --almost-all "$MOUNT_POINT/$name") ]] ||
      refuse "$VOLUME_ID must hold no data of another execution client than CLIENTS '$CLIENTS', got $MOUNT_POINT/$name: switch back, or take another disk, or move it away"
  done
}

own_directory() {
  local directory=$1 answer
  answer=$(mkdir --parents "$directory" 2>&1) || refuse "$directory must exist on the chain disk, got: $answer"
  # chown reaches the top last, so an interrupted run is seen and done again.
  [[ $(stat --format=%u:%g "$directory") == "$CLIENT_OWNER" ]] || chown --recursive "$CLIENT_OWNER" "$directory"
}

main() {
  load_settings VOLUME_ID MOUNT_POINT CLIENTS
  local name
  refuse_foreign_data
  for name in $CLIENTS; do
    own_directory "$MOUNT_POINT/$name"
  done
}

main "$@"
