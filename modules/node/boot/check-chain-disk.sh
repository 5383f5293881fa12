#!/usr/bin/env bash
# Looks after the disk under the running client. One that is gone, read-only or failing: starts the node anew, from the disk
# up. One that does not answer: nobody here could stop the client or unmount, so the group shall replace the instance.
# shellcheck source-path=SCRIPTDIR source=lib.sh
source "${BASH_SOURCE%/*}/lib.sh"

readonly PROBE_SECONDS=${CHAIN_DISK_PROBE_SECONDS:-30}
# EBS itself may stall for a minute or two, and then goes on as if nothing had been.
readonly SILENT_PROBES_ALLOWED=4
readonly SILENT_PROBES=$BOOT_FACTS/silent-probes
readonly HEALTHY_AGAIN_SECONDS=3600
readonly FAILING=1 SILENT=2

# Down to the disk. Exclusively, as another's disk may hold anything under that name; nothing is written through a link.
probe() {
  # Held by a probe that still hangs, so that they do not pile up in the kernel.
  exec 9>"$BOOT_FACTS/probe.lock"
  flock --nonblock 9 || return "$TIMED_OUT"
  rm --force "$MOUNT_POINT/.disk-probe"
  dd if=/dev/zero of="$MOUNT_POINT/.disk-probe" bs=512 count=1 conv=excl,fsync oflag=nofollow status=none
}

# Prints what is wrong with the disk, and answers FAILING or SILENT.
complaint() {
  local device answer status=0
  device=$(chain_device) || {
    echo "its device is gone"
    return "$FAILING"
  }
  [[ $(mounted_at "$MOUNT_POINT") == "$device" ]] || {
    echo "$device is not what is mounted at $MOUNT_POINT"
    return "$FAILING"
  }
  answer=$(LC_ALL=C within "$PROBE_SECONDS" probe 2>&1) || status=$?
  case $status:$answer in
    # A full one is the client's to refuse: no start from the disk up would make room.
    0:* | *'No space left'*) ;;
    "$TIMED_OUT":*)
      echo "it does not answer"
      return "$SILENT"
      ;;
    *)
      echo "it cannot be written: $answer"
      return "$FAILING"
      ;;
  esac
}

bear_silence() {
  local count
  count=$(($(cat "$SILENT_PROBES" 2>/dev/null || echo 0) + 1))
  write_file "$SILENT_PROBES" <<<"$count"
  log "warning: $VOLUME_ID does not answer a write of $PROBE_SECONDS s, for the time $count in a row"
  ((count > SILENT_PROBES_ALLOWED)) || return 0
  log "error: $VOLUME_ID does not answer: $GROUP_NAME shall replace $INSTANCE_ID"
  aws_cli autoscaling set-instance-health --instance-id "$INSTANCE_ID" --health-status Unhealthy \
    --no-should-respect-grace-period || log "warning: $GROUP_NAME was not told"
}

main() {
  load_settings REGION VOLUME_ID MOUNT_POINT GROUP_NAME
  load_facts identity
  local found status=0 age
  found=$(complaint) || status=$?
  if ((status == SILENT)); then
    bear_silence
    return
  fi
  rm --force "$SILENT_PROBES"
  if ((status == FAILING)); then
    log "error: $VOLUME_ID fails: $found; stopping the client and starting from the disk up"
    # With a full /run the failure is not counted, and the client must stop all the same.
    count_disk_failure "$found" || log "warning: the failure could not be counted"
    timeout 60 systemctl restart --no-block ethereum-node.service
    # What comes after this in the watch would look at a disk that is being given back.
    exit "$TRY_AGAIN"
  else
    age=$(disk_failure_age)
    ((age < HEALTHY_AGAIN_SECONDS)) || rm --force "$DISK_FAILURES"
  fi
}

main "$@"
