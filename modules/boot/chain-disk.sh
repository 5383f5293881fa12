#!/usr/bin/env bash
# Attaches the chain volume, formats it only when it is certainly blank and new, grows and mounts it.
# shellcheck source-path=SCRIPTDIR source=lib.sh
source "${BASH_SOURCE%/*}/lib.sh"

readonly WAIT_SECONDS=${CHAIN_DISK_WAIT_SECONDS:-1800}
readonly INITIALISED_TAG=ChainDiskInitialised
readonly CLIENT_OWNER=1000:1000

# Prints: state, holder, attachment state, snapshot it was made from, initialised tag; "none" for what is absent.
describe_volume() {
  aws_cli ec2 describe-volumes --volume-ids "$VOLUME_ID" --output text --query "Volumes[0].[State,
    Attachments[0].InstanceId || 'none', Attachments[0].State || 'none', SnapshotId || 'none',
    Tags[?Key=='$INITIALISED_TAG'].Key | [0] || 'none']"
}

# The volume may still be held by an old instance that stops its client: wait, never detach by force.
attach_volume() {
  local instance=$1 deadline=$((SECONDS + WAIT_SECONDS)) volume state holder attachment message last=''
  while true; do
    if volume=$(describe_volume); then
      read -r state holder attachment _ <<<"$volume"
      message="$VOLUME_ID is $state, held by $holder ($attachment)"
      [[ $holder != "$instance" || $attachment != attached ]] || return 0
      if [[ $state == available ]]; then
        message="attaching $VOLUME_ID to $instance"
        aws_cli ec2 attach-volume --volume-id "$VOLUME_ID" --instance-id "$instance" --device /dev/sdf >/dev/null ||
          message="$VOLUME_ID could not be attached to $instance, trying again"
      fi
    else
      message="$VOLUME_ID could not be described, trying again"
    fi
    [[ $message == "$last" ]] || log "$message"
    last=$message
    ((SECONDS < deadline)) || fail "$VOLUME_ID must be attached to $instance within $WAIT_SECONDS s, last: $message"
    sleep 5
  done
}

# Found by the volume id: names like /dev/sdf or /dev/nvme1n1 may be another disk at the next boot.
find_device() {
  local link=/dev/disk/by-id/nvme-Amazon_Elastic_Block_Store_${VOLUME_ID/-/} deadline=$((SECONDS + 60))
  until [[ -b $link ]]; do
    ((SECONDS < deadline)) || fail "$link must appear within 60 s of attaching (NVMe, so a Nitro instance type)"
    sleep 1
  done
  realpath "$link"
}

# Prints the file system to mount, or "blank"; refuses everything else.
identify_content() {
  local device=$1 signature status=0
  # Probes the disk itself (-p): the cache may be wrong. 2 means nothing was found, 8 that several were.
  signature=$(blkid --probe --match-tag TYPE --match-tag PTTYPE --output value "$device") || status=$?
  signature=${signature//$'\n'/ }
  case $status:$signature in
    0:ext4 | 0:xfs) echo "$signature" ;;
    2:) echo blank ;;
    *) fail "$VOLUME_ID ($device) must be blank or hold ext4 or xfs, got '$signature' (blkid status $status)" ;;
  esac
}

# Every reason to believe that data was here refuses: a wrong "no" costs an hour, a wrong "yes" the chain.
refuse_unless_new() {
  local device=$1 volume seed tagged signatures written
  local refusal="$VOLUME_ID ($device) has no file system, but must not be formatted:"
  [[ -v CHAIN_SNAPSHOT_ID && -z $CHAIN_SNAPSHOT_ID ]] ||
    fail "$refusal CHAIN_SNAPSHOT_ID is '${CHAIN_SNAPSHOT_ID-unset}'"
  volume=$(describe_volume) || fail "$refusal its tags could not be read"
  read -r _ _ _ seed tagged <<<"$volume"
  [[ $seed == none ]] || fail "$refusal it was made from $seed"
  [[ $tagged == none ]] || fail "$refusal it carries the tag $INITIALISED_TAG"
  signatures=$(wipefs --noheadings --output TYPE "$device") || fail "$refusal wipefs could not read it"
  [[ -z $signatures ]] || fail "$refusal wipefs finds '${signatures//$'\n'/ }'"
  # A new volume reads as zeros; a damaged superblock leaves the rest of its file system behind.
  written=$(head --bytes=64M "$device" | tr --delete '\0' | wc --bytes) || fail "$refusal it could not be read"
  ((written == 0)) || fail "$refusal its first 64 MiB are not all zeros"
}

mount_chain_disk() {
  local device=$1 source stray type
  source=$(findmnt --noheadings --output SOURCE --mountpoint "$MOUNT_POINT") || true
  [[ $source != "$device" ]] || return 0
  [[ -z $source ]] || fail "MOUNT_POINT $MOUNT_POINT must be free, got $source mounted there"
  # Mode 0000: if the disk is ever not mounted, the client cannot write to the root disk instead.
  install -d -m 0000 "$MOUNT_POINT"
  stray=$(find "$MOUNT_POINT" -mindepth 1 -print -quit)
  [[ -z $stray ]] || fail "MOUNT_POINT $MOUNT_POINT must be empty before the disk is mounted over it, got $stray"

  type=$(identify_content "$device")
  if [[ $type == blank ]]; then
    refuse_unless_new "$device"
    log "formatting $VOLUME_ID ($device) as xfs"
    # Without -f, mkfs.xfs itself refuses a disk that holds anything it knows.
    mkfs.xfs -q "$device" || fail "$VOLUME_ID ($device) could not be formatted"
    type=xfs
  fi
  mount -t "$type" -o noatime,nodev,nosuid "$device" "$MOUNT_POINT" ||
    fail "$VOLUME_ID ($device, $type) could not be mounted at $MOUNT_POINT"
}

# A node on a disk that did not grow is better than no node.
grow_file_system() {
  local device=$1
  case $(findmnt --noheadings --output FSTYPE --mountpoint "$MOUNT_POINT") in
    xfs) xfs_growfs -d "$MOUNT_POINT" >/dev/null ;;
    ext4) resize2fs "$device" >/dev/null ;;
  esac || log "warning: the file system on $VOLUME_ID could not grow to the size of the volume"
}

# Also when the tag was lost or the disk came from a snapshot; the next boot tries again.
tag_volume() {
  local volume tagged=none
  volume=$(describe_volume) && read -r _ _ _ _ tagged <<<"$volume"
  [[ $tagged == none ]] || return 0
  aws_cli ec2 create-tags --resources "$VOLUME_ID" --tags "Key=$INITIALISED_TAG,Value=true" ||
    log "warning: $VOLUME_ID could not be tagged $INITIALISED_TAG"
}

own_client_directory() {
  local directory=$MOUNT_POINT/$CLIENT
  mkdir --parents "$directory"
  # chown reaches the top last, so an interrupted run is seen and done again.
  [[ $(stat --format=%u:%g "$directory") == "$CLIENT_OWNER" ]] || chown --recursive "$CLIENT_OWNER" "$directory"
}

main() {
  load_settings REGION VOLUME_ID MOUNT_POINT CLIENT
  [[ $VOLUME_ID =~ ^vol-[0-9a-f]+$ ]] || fail "VOLUME_ID must look like vol-0abc, got '$VOLUME_ID'"
  [[ $MOUNT_POINT =~ ^/[^/] ]] || fail "MOUNT_POINT must be an absolute path below /, got '$MOUNT_POINT'"
  require_aws_cli
  local instance device
  instance=$(metadata instance-id)
  attach_volume "$instance"
  device=$(find_device)
  mount_chain_disk "$device"
  grow_file_system "$device"
  tag_volume
  own_client_directory
  log "$VOLUME_ID ($device) is mounted at $MOUNT_POINT"
}

main "$@"
