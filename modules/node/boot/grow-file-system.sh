#!/usr/bin/env bash
# Grows the mounted file system to the size of the volume, while the client runs.
# shellcheck source-path=SCRIPTDIR source=lib.sh
source "${BASH_SOURCE%/*}/lib.sh"

# What growing was last done for: most runs find nothing to do.
readonly GROWN_TO=$BOOT_FACTS/grown-to
readonly GROW_SECONDS=100

grow() {
  case $(findmnt --noheadings --output FSTYPE --mountpoint "$MOUNT_POINT") in
    xfs) within "$GROW_SECONDS" xfs_growfs -d "$MOUNT_POINT" ;;
    ext4) within "$GROW_SECONDS" resize2fs "$1" ;;
    *) false ;;
  esac
}

main() {
  load_settings VOLUME_ID MOUNT_POINT
  local device bytes answer
  device=$(chain_device) || fail "the device of $VOLUME_ID is gone"
  [[ $(mounted_at "$MOUNT_POINT") == "$device" ]] || fail "$VOLUME_ID ($device) must be mounted at $MOUNT_POINT"
  bytes=$(blockdev --getsize64 "$device")
  [[ ! -r $GROWN_TO || $(<"$GROWN_TO") != "$bytes" ]] || return 0
  # A node on a disk that did not grow is better than no node.
  if ! answer=$(grow "$device" 2>&1); then
    # Tried again with every look at the disk, and said once.
    [[ -r $GROWN_TO && $(<"$GROWN_TO") == "not $bytes" ]] ||
      log "warning: the file system on $VOLUME_ID could not grow to the $bytes bytes of the volume: ${answer//$'\n'/ }"
    write_file "$GROWN_TO" <<<"not $bytes"
    return
  fi
  write_file "$GROWN_TO" <<<"$bytes"
  log "the file system on $VOLUME_ID fills its $((bytes / 1024 / 1024)) MiB"
}

main "$@"
