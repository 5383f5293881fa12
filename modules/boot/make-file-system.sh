#!/usr/bin/env bash
# Sees to it that the chain disk holds a file system; formats it only when it is certainly blank and new.
# shellcheck source-path=SCRIPTDIR source=lib.sh
source "${BASH_SOURCE%/*}/lib.sh"

readonly LABEL=chain

# Prints the file system on the disk, or "blank"; refuses everything else.
identify_content() {
  local signature status=0
  # Probes the disk itself (-p): the cache may be wrong. 2 means nothing was found, 8 that several were.
  signature=$(blkid --probe --match-tag TYPE --match-tag PTTYPE --output value "$device") || status=$?
  signature=${signature//$'\n'/ }
  case $status:$signature in
    0:ext4 | 0:xfs) echo "$signature" ;;
    2:) echo blank ;;
    *) refuse "$VOLUME_ID ($device) must be blank or hold ext4 or xfs, got '$signature' (blkid status $status)" ;;
  esac
}

# Every reason to believe that data was here refuses: a wrong "no" costs an hour, a wrong "yes" the chain.
refuse_unless_new() {
  local signatures written refusal="$VOLUME_ID ($device) has no file system, but must not be formatted:"
  [[ -v CHAIN_SNAPSHOT_ID && -z $CHAIN_SNAPSHOT_ID ]] ||
    refuse "$refusal CHAIN_SNAPSHOT_ID is '${CHAIN_SNAPSHOT_ID-unset}'"
  [[ $VOLUME_SEED == none ]] || refuse "$refusal it was made from $VOLUME_SEED"
  [[ $VOLUME_TAG == none ]] || refuse "$refusal it carries the tag $INITIALISED_TAG"
  signatures=$(wipefs --noheadings --output TYPE "$device") || refuse "$refusal wipefs could not read it"
  [[ -z $signatures ]] || refuse "$refusal wipefs finds '${signatures//$'\n'/ }'"
  # A new volume reads as zeros; a damaged superblock leaves the rest of its file system behind.
  written=$(head --bytes=64M "$device" | tr --delete '\0' | wc --bytes) || refuse "$refusal it could not be read"
  ((written == 0)) || refuse "$refusal its first 64 MiB are not all zeros"
}

main() {
  load_settings VOLUME_ID
  load_facts volume
  local content
  device=$(chain_device) || fail "the device of $VOLUME_ID is gone"
  [[ $(blockdev --getro "$device") == 0 ]] || refuse "$VOLUME_ID ($device) must be writable, got a read-only device"
  content=$(identify_content)
  if [[ $content == blank ]]; then
    refuse_unless_new
    # Without -f, mkfs.xfs itself refuses a disk that holds anything it knows.
    mkfs.xfs -q -L "$LABEL" "$device" || refuse "$VOLUME_ID ($device) could not be formatted"
    content='xfs, formatted just now'
  fi
  log "$VOLUME_ID ($device) holds $content"
}

main "$@"
