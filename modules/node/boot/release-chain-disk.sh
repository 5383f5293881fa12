#!/usr/bin/env bash
# Unmounts and detaches the chain disk, so that the next instance finds it available; never while anybody may write to it.
# shellcheck source-path=SCRIPTDIR source=lib.sh
source "${BASH_SOURCE%/*}/lib.sh"

readonly UNMOUNT_SECONDS=60
readonly VANISH_SECONDS=30
readonly DETACH_SECONDS=60

# A mount that is under way would come to light after all else here.
stop_mounting() {
  local unit state
  unit=$(systemd-escape --path --suffix=mount "$MOUNT_POINT")
  state=$(timeout 20 systemctl show --property=ActiveState --value "$unit" 2>/dev/null) || true
  [[ $state != activating ]] || timeout "$UNMOUNT_SECONDS" systemctl stop "$unit" ||
    fail "$VOLUME_ID stays attached: it is still being mounted at $MOUNT_POINT"
}

# The volume's device, and the one under which it was mounted: one that was away may come back under another name.
devices() {
  {
    # In a process of its own, as it may end it.
    (chain_device) || true
    cat "$BOOT_FACTS/mounted-device" || true
  } 2>/dev/null | sort --unique
}

# Ends every mount of the device that this host sees.
unmount() {
  local deadline target answer=''
  # All at once what the caches hold, which may be gigabytes.
  within "$STOP_TIMEOUT_SECONDS" sync --file-system "$MOUNT_POINT" 2>/dev/null || true
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

# Mounts, mkfs and fsck open a disk exclusively, for as long as they may write to it.
is_open() {
  [[ -b $device ]] &&
    ! within 20 python3 -c 'import os, sys; os.close(os.open(sys.argv[1], os.O_RDONLY | os.O_EXCL))' "$device" 2>/dev/null
}

# Whether the kernel has the file system open still, for a mount in whatever namespace: a container has mounts of its own,
# which an unmount on the host leaves alone.
is_in_use() {
  compgen -G "/sys/fs/*/${device##*/}" >/dev/null || is_open
}

await_end() {
  local deadline
  deadline=$(($(uptime_seconds) + $1))
  while is_in_use; do
    (($(uptime_seconds) < deadline)) || return 1
    sleep 0.5
  done
}

# Prints the processes, one a line, in whose mount namespaces, but not in the host's, the disk is.
users() {
  local pid own
  [[ -n $device_number ]] || return 0
  own=$(readlink /proc/self/ns/mnt)
  grep --files-with-matches --no-messages " $device_number " /proc/[0-9]*/mountinfo | cut --delimiter=/ --fields=3 |
    while read -r pid; do
      [[ $(readlink "/proc/$pid/ns/mnt") == "$own" ]] || echo "$pid"
    done
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
  pids=$(first_users | paste --serial --delimiters=' ') || true
  log "$VOLUME_ID is still in use by the processes ${pids:-that nobody sees}: they get $STOP_TIMEOUT_SECONDS s to end"
  # shellcheck disable=SC2086 # one word a process
  [[ -z $pids ]] || kill -TERM $pids 2>/dev/null || true
  ! await_end "$STOP_TIMEOUT_SECONDS" || return 0
  users | xargs --no-run-if-empty kill -KILL 2>/dev/null || true
  ! await_end "$VANISH_SECONDS" || return 0
  pids=$(users | paste --serial --delimiters=' ') || true
  fail "$VOLUME_ID stays attached: its file system is in use still, by the processes ${pids:-that nobody sees}"
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
  stop_mounting
  for device in $(devices); do
    device_number=$(cat "/sys/class/block/${device##*/}/dev" 2>/dev/null) ||
      device_number=$(findmnt --noheadings --first-only --output MAJ:MIN --source "$device" | tr --delete ' ') || true
    unmount
    end_users
  done
  rm --force "$BOOT_FACTS/grown-to" "$BOOT_FACTS/mounted-device"
  detach
  log "$VOLUME_ID is unmounted and detached"
}

main "$@"
