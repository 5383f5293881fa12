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

# What a power cut left: ext4 is checked here, xfs replays its log when it is mounted.
check_file_system() {
  local status=0
  [[ $1 == ext4 ]] || return 0
  fsck.ext4 -p "$device" >&2 || status=$?
  ((status <= 1)) || refuse "$VOLUME_ID ($device) must pass fsck.ext4 -p, got status $status: repair it by hand, after a snapshot"
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
  local mounted type uuid name
  device=$(chain_device) || fail "the device of $VOLUME_ID is gone"
  mounted=$(mounted_at "$MOUNT_POINT")
  if [[ $mounted != "$device" ]]; then
    [[ -z $mounted ]] || refuse "MOUNT_POINT $MOUNT_POINT must be free, got $mounted mounted there"
    prepare_mount_point
    type=$(blkid --probe --match-tag TYPE --output value "$device")
    uuid=$(blkid --probe --match-tag UUID --output value "$device")
    require_own_uuid "$uuid"
    check_file_system "$type"
    mount_by_uuid "$type" "$uuid"
  fi
  require_writable
  refuse_foreign_data
  for name in $CLIENTS; do
    own_directory "$MOUNT_POINT/$name"
  done
  log "$VOLUME_ID ($device) is mounted at $MOUNT_POINT"
}

main "$@"
