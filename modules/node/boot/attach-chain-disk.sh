#!/usr/bin/env bash
# Attaches the chain volume to this instance, once no other holds it.
# shellcheck source-path=SCRIPTDIR source=lib.sh
source "${BASH_SOURCE%/*}/lib.sh"

readonly WAIT_SECONDS=${CHAIN_DISK_WAIT_SECONDS:-1800}
readonly DEVICE_WAIT_SECONDS=180

# Prints state, zone, holder, attachment state, snapshot it was made from and initialised tag, "none" for what is absent.
# Only a well-formed answer may refuse a disk: any other is an error, and asked again.
describe_volume() {
  local answer line form='[a-z-]+ [a-z0-9-]+ (none|i-[0-9a-f]+) [a-z-]+ (none|snap-[0-9a-f]+) [A-Za-z]+'
  answer=$(aws_cli ec2 describe-volumes --volume-ids "$VOLUME_ID" --output text --query "Volumes[0].[State, AvailabilityZone,
    Attachments[0].InstanceId || 'none', Attachments[0].State || 'none', SnapshotId || 'none',
    Tags[?Key=='$INITIALISED_TAG'].Key | [0] || 'none']") || return
  line=$(tr --squeeze-repeats '\t' ' ' <<<"$answer" | grep --extended-regexp --line-regexp --max-count=1 "$form") || {
    echo "an answer that says nothing of the volume: '${answer:0:200}'" >&2
    return 1
  }
  echo "$line"
}

is_terminated() {
  [[ $(aws_cli ec2 describe-instances --instance-ids "$1" --output text \
    --query 'Reservations[0].Instances[0].State.Name' 2>/dev/null) == terminated ]]
}

# take_volume STATE HOLDER: does what can be done now; prints what it waits for.
take_volume() {
  local state=$1 holder=$2 answer
  if [[ $state == available ]]; then
    if answer=$(aws_cli ec2 attach-volume --volume-id "$VOLUME_ID" --instance-id "$INSTANCE_ID" --device /dev/sdf 2>&1); then
      echo 'it is being attached'
    else
      echo "it could not be attached: $answer"
    fi
  # Only AWS itself knows that nobody writes any more: a live holder is waited for, however long its client takes.
  elif [[ $holder != none && $holder != "$INSTANCE_ID" ]] && is_terminated "$holder"; then
    aws_cli ec2 detach-volume --volume-id "$VOLUME_ID" --instance-id "$holder" --force >/dev/null || true
    echo "it is taken from $holder, which is terminated"
  else
    echo "it is $state, held by $holder"
  fi
}

attach_volume() {
  local deadline pause=1 waiting last='' state zone holder attachment seed tag
  deadline=$(($(uptime_seconds) + WAIT_SECONDS))
  while true; do
    if waiting=$(describe_volume 2>&1); then
      read -r state zone holder attachment seed tag <<<"$waiting"
      [[ $zone == "$INSTANCE_ZONE" ]] || refuse "$VOLUME_ID must be in the instance's zone $INSTANCE_ZONE, got $zone"
      [[ $state =~ ^(available|in-use|creating)$ ]] || refuse "$VOLUME_ID must be usable, got the state '$state'"
      [[ $holder != "$INSTANCE_ID" || $attachment != attached ]] || break
      waiting=$(take_volume "$state" "$holder")
    fi
    waiting=${waiting:-AWS gave no reason}
    # Quick while AWS works on it, slower the longer the same thing hinders.
    if [[ $waiting == "$last" ]]; then
      pause=$((pause < 4 ? pause * 2 : 5))
    else
      log "waiting for $VOLUME_ID: $waiting"
      pause=1
    fi
    last=$waiting
    (($(uptime_seconds) < deadline)) || fail "$VOLUME_ID must be attached to $INSTANCE_ID within $WAIT_SECONDS s, last: $waiting"
    sleep "$pause"
  done
  write_file "$BOOT_FACTS/volume" <<FACTS
VOLUME_SEED='$seed'
VOLUME_TAG='$tag'
FACTS
}

wait_for_device() {
  local deadline
  deadline=$(($(uptime_seconds) + DEVICE_WAIT_SECONDS))
  until chain_device; do
    (($(uptime_seconds) < deadline)) ||
      fail "the NVMe device of $VOLUME_ID must appear within $DEVICE_WAIT_SECONDS s of attaching (is the instance type Nitro?)"
    sleep 0.5
  done
}

main() {
  load_settings REGION VOLUME_ID INITIALISED_TAG
  load_facts identity
  local device
  attach_volume
  device=$(wait_for_device)
  log "$VOLUME_ID is attached as $device"
}

main "$@"
