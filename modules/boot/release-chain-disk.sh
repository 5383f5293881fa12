#!/usr/bin/env bash
# Unmounts and detaches the chain disk, so that the next instance finds it available.
# shellcheck source-path=SCRIPTDIR source=lib.sh
source "${BASH_SOURCE%/*}/lib.sh"

readonly UNMOUNT_SECONDS=60
readonly DETACH_SECONDS=60

unmount() {
  local deadline=$((SECONDS + UNMOUNT_SECONDS)) answer=''
  while [[ -n $(mounted_at "$MOUNT_POINT") ]]; do
    # Also what is in no file's cache: after this a detached disk is a clean one.
    sync --file-system "$MOUNT_POINT" 2>/dev/null || true
    answer=$(umount "$MOUNT_POINT" 2>&1) && continue
    # Never lazily: it would look unmounted while somebody writes.
    ((SECONDS < deadline)) || fail "$MOUNT_POINT must be unmounted within $UNMOUNT_SECONDS s and stays attached, last: $answer"
    sleep 1
  done
}

# Prints the state of the attachment to this instance, "none" without one.
attachment() {
  aws_cli ec2 describe-volumes --volume-ids "$VOLUME_ID" --output text \
    --query "Volumes[0].Attachments[?InstanceId=='$INSTANCE_ID'].State | [0] || 'none'"
}

detach() {
  local deadline=$((SECONDS + DETACH_SECONDS)) state='' answer
  while true; do
    answer=$(attachment 2>&1) && state=$answer
    case $state in
      none) return ;;
      attached) answer=$(aws_cli ec2 detach-volume --volume-id "$VOLUME_ID" --instance-id "$INSTANCE_ID" 2>&1) || true ;;
      *) ;;
    esac
    ((SECONDS < deadline)) || fail "$VOLUME_ID must be detached within $DETACH_SECONDS s, last: $answer"
    sleep 1
  done
}

main() {
  load_settings REGION VOLUME_ID MOUNT_POINT
  load_facts identity
  unmount
  rm --force "$HOST_FACTS/grown-to"
  detach
  log "$VOLUME_ID is unmounted and detached"
}

main "$@"
