#!/usr/bin/env bash
# Gives each client its directory on the chain disk, and the monitor an empty one.
# shellcheck source-path=SCRIPTDIR source=lib.sh
source "${BASH_SOURCE%/*}/lib.sh"

# Neither follows a link nor leaves the disk; reaches the top last, so an interrupted run is seen and done again.
own_tree() {
  find "$1" -xdev -depth ! '(' -uid "${CLIENT_OWNER%:*}" -gid "${CLIENT_OWNER#*:}" ')' -exec chown --no-dereference "$CLIENT_OWNER" {} +
}

own_directory() {
  local directory=$1 answer
  if ! answer=$(within 120 mkdir --parents "$directory" 2>&1); then
    [[ $answer != *'No space left'* ]] || refuse "$directory must exist on the chain disk, got: $answer"
    fail "$directory could not be made on the chain disk: $answer"
  fi
  [[ $(stat --format=%u:%g "$directory") == "$CLIENT_OWNER" ]] || patiently "giving $directory to its client" own_tree "$directory"
}

main() {
  load_settings MOUNT_POINT CLIENTS CLIENT_OWNER MONITOR_DIRECTORY
  local name answer
  for name in $CLIENTS; do
    own_directory "$MOUNT_POINT/$name"
  done
  # A full disk must not keep the clients from their data.
  if answer=$(within 120 mkdir --parents "$MOUNT_POINT/$MONITOR_DIRECTORY" 2>&1); then
    own_directory "$MOUNT_POINT/$MONITOR_DIRECTORY"
  else
    log "warning: the monitor will not start, as it has no directory on the chain disk: $answer"
  fi
}

main "$@"
