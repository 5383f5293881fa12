#!/usr/bin/env bash
# Mounts the chain disk by its UUID, through a systemd unit that this boot writes.
# shellcheck source-path=SCRIPTDIR source=lib.sh
source "${BASH_SOURCE%/*}/lib.sh"

readonly UUID_SECONDS=20
# What mount says of a file system that no other try would mount.
readonly DAMAGE='Structure needs cleaning|Bad message|wrong fs type|unknown filesystem type'

prepare_mount_point() {
  local stray
  # Mode 0000: if the disk is ever not mounted, the client cannot write to the root disk instead.
  install -d -m 0000 "$MOUNT_POINT"
  # Docker makes the directory of a mount that it does not find: empty ones are nobody's.
  find "$MOUNT_POINT" -mindepth 1 -xdev -depth -type d -empty -delete
  stray=$(find "$MOUNT_POINT" -mindepth 1 -print -quit)
  [[ -z $stray ]] || refuse "MOUNT_POINT $MOUNT_POINT must be empty before the disk is mounted over it, got $stray"
}

# A copy of this disk, made from a snapshot and attached for a look, carries the same UUID. udev may be a moment late.
require_own_uuid() {
  local link=/dev/disk/by-uuid/$1 found deadline
  deadline=$(($(uptime_seconds) + UUID_SECONDS))
  until found=$(realpath --canonicalize-existing "$link" 2>/dev/null) && [[ $found == "$device" ]]; do
    if (($(uptime_seconds) >= deadline)); then
      [[ -n $found ]] || fail "the link $link must appear within $UUID_SECONDS s"
      refuse "UUID $1 must be that of $VOLUME_ID ($device) alone, got $found too: detach the copy"
    fi
    sleep 0.5
  done
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
# Replaying the log of a volume that still loads from its snapshot takes as long as it takes.
TimeoutSec=infinity
UNIT
  timeout --kill-after=5 60 systemctl daemon-reload
  patiently "mounting $VOLUME_ID" systemctl start "$unit" || explain_failure "$type" "$unit"
}

# explain_failure TYPE UNIT: damage is a person's to mend; what the disk did not deliver it may deliver next time.
explain_failure() {
  local what="$VOLUME_ID ($device, $1) could not be mounted at $MOUNT_POINT" result words
  result=$(timeout 20 systemctl show --property=Result --value "$2")
  # Or the journal may not know them yet.
  timeout 20 journalctl --sync 2>/dev/null || true
  words=$(timeout 20 journalctl --unit "$2" --boot --output=cat --lines=5 2>/dev/null | grep '^mount:' | tail --lines=1) || true
  [[ ! ($result == exit-code && $words =~ $DAMAGE) ]] || refuse "$what: $words: repair it by hand, after a snapshot"
  count_disk_failure "${words:-$result}"
  fail "$what: ${words:-$result}"
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
    type=$(within 60 blkid --probe --match-tag TYPE --output value "$device")
    uuid=$(within 60 blkid --probe --match-tag UUID --output value "$device")
    require_own_uuid "$uuid"
    mount_by_uuid "$type" "$uuid"
    mounted=$(mounted_at "$MOUNT_POINT")
    # systemd followed the link anew.
    [[ $mounted == "$device" ]] || fail "$VOLUME_ID ($device) must be what is mounted at $MOUNT_POINT, got '$mounted'"
  fi
  write_file "$BOOT_FACTS/mounted-device" <<<"$device"
  require_writable
  log "$VOLUME_ID ($device) is mounted at $MOUNT_POINT"
}

main "$@"
