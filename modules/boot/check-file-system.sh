#!/usr/bin/env bash
# Checks the file system of the chain disk before it is mounted.
# shellcheck source-path=SCRIPTDIR source=lib.sh
source "${BASH_SOURCE%/*}/lib.sh"

main() {
  load_settings VOLUME_ID MOUNT_POINT
  local device status=0
  device=$(chain_device) || fail "the device of $VOLUME_ID is gone"
  # What a power cut left: ext4 is checked here, xfs replays its log when it is mounted.
  [[ $(mounted_at "$MOUNT_POINT") != "$device" && $(blkid --probe --match-tag TYPE --output value "$device") == ext4 ]] || return 0
  fsck.ext4 -p "$device" >&2 || status=$?
  ((status <= 1)) || refuse "$VOLUME_ID ($device) must pass fsck.ext4 -p, got status $status: repair it by hand, after a snapshot"
}

main "$@"
