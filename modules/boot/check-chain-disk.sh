#!/usr/bin/env bash
# Starts the node anew, from the disk up, when the disk it runs on is gone, read-only or failing.
# shellcheck source-path=SCRIPTDIR source=lib.sh
source "${BASH_SOURCE%/*}/lib.sh"

readonly PROBE_SECONDS=30

# Prints what is wrong with the disk, and nothing while it is well.
complaint() {
  local device answer
  device=$(chain_device) || {
    echo "its device is gone"
    return
  }
  [[ $(mounted_at "$MOUNT_POINT") == "$device" ]] || {
    echo "$device is not what is mounted at $MOUNT_POINT"
    return
  }
  # Down to the disk; a full one is the client's to refuse, no start from the disk up would make room.
  answer=$(LC_ALL=C timeout "$PROBE_SECONDS" dd if=/dev/zero of="$MOUNT_POINT/.disk-probe" bs=512 count=1 conv=fsync status=none 2>&1) ||
    [[ $answer == *'No space left'* ]] || echo "it cannot be written: ${answer:-no answer within $PROBE_SECONDS s}"
}

main() {
  load_settings VOLUME_ID MOUNT_POINT
  local found
  found=$(complaint)
  [[ -n $found ]] || return 0
  log "error: $VOLUME_ID fails: $found; stopping the client and starting from the disk up"
  systemctl restart --no-block ethereum-node.service
}

main "$@"
