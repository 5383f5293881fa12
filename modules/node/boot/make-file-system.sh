#!/usr/bin/env bash
# Sees to it that the chain disk holds a file system; formats it only when it is certainly blank and new.
# shellcheck source-path=SCRIPTDIR source=lib.sh
source "${BASH_SOURCE%/*}/lib.sh"

readonly LABEL=chain
readonly PROBE_SECONDS=60
# What find-data.py needs at 100 IOPS, the least that a volume may have, and some more.
readonly LOOK_SECONDS=${CHAIN_DISK_LOOK_SECONDS:-7200}

# Prints the file system on the disk, or "nothing", which is also what blkid says of a disk that it cannot read.
identify_content() {
  local signature status=0
  # Probes the disk itself (-p): the cache may be wrong. 2 means nothing was found, 8 that several were.
  signature=$(within "$PROBE_SECONDS" blkid --probe --match-tag TYPE --match-tag PTTYPE --output value "$device") || status=$?
  signature=${signature//$'\n'/ }
  case $status:$signature in
    0:ext4 | 0:xfs) echo "$signature" ;;
    2:) echo nothing ;;
    0:* | 8:*) refuse "$VOLUME_ID ($device) must be blank or hold ext4 or xfs, got '$signature' (blkid status $status)" ;;
    *) fail "$VOLUME_ID ($device) could not be probed: blkid status $status" ;;
  esac
}

# Every reason to believe that data was here refuses: a wrong "no" costs an hour, a wrong "yes" the chain.
refuse_unless_new() {
  local answer refusal="$VOLUME_ID ($device) has no file system, but must not be formatted:"
  [[ -v SEED_SNAPSHOT_ID && -z $SEED_SNAPSHOT_ID ]] ||
    refuse "$refusal SEED_SNAPSHOT_ID is '${SEED_SNAPSHOT_ID-unset}'"
  [[ $VOLUME_SEED == none ]] || refuse "$refusal it was made from $VOLUME_SEED"
  [[ $VOLUME_TAG == none ]] || refuse "$refusal it carries the tag $INITIALISED_TAG"
  answer=$(patiently "looking for data on $VOLUME_ID" within "$LOOK_SECONDS" "${BASH_SOURCE%/*}/find-data.py" "$device") ||
    answer="no answer within $LOOK_SECONDS s, or status $?"
  case $answer in
    'only zeros in '*) log "$VOLUME_ID ($device) is new: $answer" ;;
    'data at '*) refuse "$refusal $answer" ;;
    *) fail "$VOLUME_ID ($device) could not be searched for data: $answer" ;;
  esac
}

format() {
  log "formatting $VOLUME_ID ($device)"
  # Without -f, mkfs.xfs itself refuses a disk that holds anything it knows; with -K, it discards nothing. It is not ended,
  # however silent the disk: half a file system needs a person. If it fails, the next try looks at the disk anew.
  patiently "formatting $VOLUME_ID" bash -c 'trap "" TERM; exec mkfs.xfs "$@"' - -q -K -L "$LABEL" "$device" >&2 ||
    fail "$VOLUME_ID ($device) could not be formatted: mkfs.xfs status $?"
}

main() {
  load_settings VOLUME_ID INITIALISED_TAG
  load_facts volume
  local content
  device=$(chain_device) || fail "the device of $VOLUME_ID is gone"
  [[ $(blockdev --getro "$device") == 0 ]] || refuse "$VOLUME_ID ($device) must be writable, got a read-only device"
  content=$(identify_content)
  if [[ $content == nothing ]]; then
    refuse_unless_new
    format
    content='xfs, formatted just now'
  fi
  log "$VOLUME_ID ($device) holds $content"
}

main "$@"
