#!/usr/bin/env bash
# Unmounts and detaches the chain disk, so that the next instance finds it available; never while anybody may write to it.
# shellcheck source-path=SCRIPTDIR source=lib.sh
source "${BASH_SOURCE%/*}/lib.sh"

readonly UNMOUNT_SECONDS=60
readonly VANISH_SECONDS=30
readonly DETACH_SECONDS=60

# Ends every mount of the device that this host sees.
unmount() {
  local deadline target answer=''
  deadline=$(($(uptime_seconds) + UNMOUNT_SECONDS))
  while target=$(findmnt --noheadings --list --output TARGET --source "$device" | tail --lines=1); do
    # Also what is in no file's cache: after this a detached disk is a clean one.
    within "$UNMOUNT_SECONDS" sync --file-system "$target" 2>/dev/null || true
    answer=$(within "$UNMOUNT_SECONDS" umount "$target" 2>&1) && continue
    # Never lazily: it would look unmounted while somebody writes.
    (($(uptime_seconds) < deadline)) ||
      fail "$target must be unmounted within $UNMOUNT_SECONDS s, and $VOLUME_ID stays attached, last: $answer"
    sleep 1
  done
}

# Whether the kernel has the file system open still, for a mount in whatever namespace: a container has mounts of its own,
# which an unmount on the host leaves alone.
is_in_use() {
  compgen -G "/sys/fs/*/${device##*/}" >/dev/null
}

await_end() {
  local deadline
  deadline=$(($(uptime_seconds) + $1))
  while is_in_use; do
    (($(uptime_seconds) < deadline)) || return 1
    sleep 0.5
  done
}

# Prints the processes, one a line, in whose mount namespaces the disk is.
users() {
  grep --files-with-matches --no-messages " $device_number " /proc/[0-9]*/mountinfo | cut --delimiter=/ --fields=3
}

# Prints those of them that Docker would signal: the first process of each container.
first_users() {
  local pid all
  all=$(users) || true
  for pid in $all; do
    grep --quiet --line-regexp "$(sed -n 's/^PPid:\t//p' "/proc/$pid/status" 2>/dev/null)" <<<"$all" || echo "$pid"
  done
}

# What Docker did not stop, since it hangs, is dead or does not know of it, gets the same grace from here.
end_users() {
  local pids
  ! await_end 2 || return 0
  pids=$(first_users | paste --serial --delimiters=' ')
  log "$VOLUME_ID is still in use by the processes ${pids:-that nobody sees}: they get $STOP_TIMEOUT_SECONDS s to end"
  # shellcheck disable=SC2086 # one word a process
  [[ -z $pids ]] || kill -TERM $pids 2>/dev/null || true
  ! await_end "$STOP_TIMEOUT_SECONDS" || return 0
  users | xargs --no-run-if-empty kill -KILL 2>/dev/null || true
  await_end "$VANISH_SECONDS" ||
    fail "$VOLUME_ID stays attached: its file system is in use still, by the processes $(users | paste --serial --delimiters=' ')"
}

# Prints the state of the attachment to this instance, "none" without one.
attachment() {
  aws_cli ec2 describe-volumes --volume-ids "$VOLUME_ID" --output text \
    --query "Volumes[0].Attachments[?InstanceId=='$INSTANCE_ID'].State | [0] || 'none'"
}

detach() {
  local deadline answer
  deadline=$(($(uptime_seconds) + DETACH_SECONDS))
  while true; do
    answer=$(attachment 2>&1) || true
    case ${answer##*$'\n'} in
      none) return ;;
      attached) answer=$(aws_cli ec2 detach-volume --volume-id "$VOLUME_ID" --instance-id "$INSTANCE_ID" 2>&1) || true ;;
      *) ;;
    esac
    (($(uptime_seconds) < deadline)) || fail "$VOLUME_ID must be detached within $DETACH_SECONDS s, last: $answer"
    sleep 1
  done
}

main() {
  load_settings REGION VOLUME_ID MOUNT_POINT STOP_TIMEOUT_SECONDS
  load_facts identity
  # A device that is gone may be mounted still.
  device=$(chain_device) || device=$(mounted_at "$MOUNT_POINT")
  if [[ -n $device ]]; then
    device_number=$(cat "/sys/class/block/${device##*/}/dev" 2>/dev/null) ||
      device_number=$(findmnt --noheadings --first-only --output MAJ:MIN --source "$device" | tr --delete ' ') || true
    unmount
    end_users
  fi
  rm --force "$HOST_FACTS/grown-to"
  detach
  log "$VOLUME_ID is unmounted and detached"
}

main "$@"
