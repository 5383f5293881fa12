#!/usr/bin/env bash
# Checks the file system of the chain disk before it is mounted.
# shellcheck source-path=SCRIPTDIR source=lib.sh
source "${BASH_SOURCE%/*}/lib.sh"

readonly PROBE_SECONDS=60
readonly REPORT=$BOOT_FACTS/fsck-report
# In words, since fsck answers 4 or 8 for damage and for these alike.
readonly MOMENTARY='Input/output error|short read|resource busy|Cannot allocate memory|is mounted|is in use\.'

# A newer tool made the file system. Its features are the kernel's to know, which replays the journal at the mount and
# refuses what it does not know; but without a check nothing shall write to recorded errors.
skip_unless_erroneous() {
  local features=$1 superblock
  superblock=$(within "$PROBE_SECONDS" dumpe2fs -h "$device" 2>&1) || fail "$VOLUME_ID ($device) could not be read by dumpe2fs"
  [[ ! $superblock =~ state:[^$'\n']*errors ]] ||
    refuse "$VOLUME_ID ($device) has recorded errors and $features, unknown to this host's fsck.ext4: repair it on a newer system, after a snapshot"
  log "warning: $VOLUME_ID ($device) is mounted unchecked: it has $features, unknown to this host's fsck.ext4"
}

check() {
  LC_ALL=C fsck.ext4 -p "$device" >"$REPORT" 2>&1
}

judge() {
  local status=$1 answer=$2
  # 1: corrected, 2: a root file system would need a reboot.
  ((status > 3)) || return 0
  if [[ $answer =~ 'unsupported feature(s): '([^$'\n']*) ]]; then
    skip_unless_erroneous "${BASH_REMATCH[1]}"
  # 32: cancelled, above 128: killed.
  elif ((status > 128 || status & 32)) || [[ $answer =~ $MOMENTARY ]]; then
    fail "$VOLUME_ID ($device) could not be checked: fsck.ext4 -p status $status: ${answer//$'\n'/ }"
  else
    refuse "$VOLUME_ID ($device) must pass fsck.ext4 -p, got status $status: repair it by hand, after a snapshot"
  fi
}

check_ext4() {
  local status=0
  patiently "checking $VOLUME_ID" check || status=$?
  cat "$REPORT" >&2
  judge "$status" "$(<"$REPORT")"
}

# Its log is replayed when it is mounted; but this byte (sb_inprogress) is 1 from mkfs.xfs's first word to its last.
check_xfs() {
  local in_progress
  in_progress=$(within "$PROBE_SECONDS" od --address-radix=n --format=u1 --skip-bytes=126 --read-bytes=1 "$device") ||
    fail "$VOLUME_ID ($device) could not be read: od status $?"
  ((in_progress == 0)) || refuse "$VOLUME_ID ($device) holds an xfs whose making was interrupted"
}

main() {
  load_settings VOLUME_ID MOUNT_POINT
  local type
  device=$(chain_device) || fail "the device of $VOLUME_ID is gone"
  [[ $(mounted_at "$MOUNT_POINT") != "$device" ]] || return 0
  type=$(within "$PROBE_SECONDS" blkid --probe --match-tag TYPE --output value "$device") ||
    fail "$VOLUME_ID ($device) could not be probed: blkid status $?"
  "check_$type"
}

main "$@"
