#!/usr/bin/env bash
# Mounts the chain disk by its UUID, through a systemd unit that this boot writes.
# shellcheck source-path=SCRIPTDIR source=lib.sh
source "${BASH_SOURCE%/*}/lib.sh"

prepare_mount_point() {
  local stray
  # Mode 0000: if the disk is ever not mounted, the client cannot write to the root disk instead.
  install -d -m 0000 "$MOUNT_POINT"
  stray=$(find "$MOUNT_POINT" -mindepth 1 -print -quit)
  [[ -z $stray ]] || refuse "MOUNT_POINT $MOUNT_POINT must be empty before the disk is mounted over it, got $stray"
}

# A copy of this disk, made from a snapshot and attached for a look, carries the same UUID.
require_own_uuid() {
  local uuid=$1 found
  udevadm settle --timeout=10 2>/dev/null || true
  found=$(realpath --canonicalize-existing "/dev/disk/by-uuid/$uuid") || fail "the link of UUID $uuid must appear in /dev/disk/by-uuid"
  [[ $found == "$device" ]] || refuse "UUID $uuid must be that of $VOLUME_ID ($device) alone, got $found too: detach the copy"
}

mount_by_uuid() {
  local type=$1 uuid=$2 unit
  unit=$(systemd-escape --path --suffix=mount "$MOUNT_POINT")
  write_file "/run/systemd/system/$unit" <<UNIT
[Unit]
Description=Chain disk $VOLUME_ID
# At a shutdown it would else be unmounted at once, under a client that happens to have no file open.
Before=ethereum-node.service
[Mount]
What=/dev/disk/by-uuid/$uuid
Where=$MOUNT_POINT
Type=$type
Options=noatime,nodev,nosuid,nofail
UNIT
  systemctl daemon-reload
  systemctl start "$unit" ||
    refuse "$VOLUME_ID ($device, $type) could not be mounted at $MOUNT_POINT: see 'systemctl status $unit', repair it by hand, after a snapshot"
}

require_writable() {
  [[ ,$(findmnt --noheadings --output OPTIONS --mountpoint "$MOUNT_POINT"), == *,rw,* ]] ||
    refuse "$VOLUME_ID ($device) must be mounted for writing at $MOUNT_POINT, got read-only"
}

main() {
  load_settings VOLUME_ID MOUNT_POINT
  local mounted type uuid
  device=$(chain_device) || fail "the device of $VOLUME_ID is gone"
  mounted=$(mounted_at "$MOUNT_POINT")
  if [[ $mounted != "$device" ]]; then
    [[ -z $mounted ]] || refuse "MOUNT_POINT $MOUNT_POINT must be free, got $mounted mounted there"
    prepare_mount_point
    type=$(blkid --probe --match-tag TYPE --output value "$device")
    uuid=$(blkid --probe --match-tag UUID --output value "$device")
    require_own_uuid "$uuid"
    mount_by_uuid "$type" "$uuid"
  fi
  require_writable
  log "$VOLUME_ID ($device) is mounted at $MOUNT_POINT"
}

main "$@"
