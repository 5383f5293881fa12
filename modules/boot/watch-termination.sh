#!/usr/bin/env bash
# Waits until the Auto Scaling group wants this instance gone; then stops the node in order and lets the group go on.
# shellcheck source-path=SCRIPTDIR source=lib.sh
source "${BASH_SOURCE%/*}/lib.sh"

readonly HEARTBEAT_SECONDS=60

is_terminating() {
  [[ $(metadata autoscaling/target-lifecycle-state optional 2>/dev/null) == Terminated ]]
}

lifecycle() {
  aws_cli autoscaling "$1" --auto-scaling-group-name "$GROUP_NAME" --lifecycle-hook-name "$LIFECYCLE_HOOK_NAME" \
    --instance-id "$INSTANCE_ID" "${@:2}" || log "warning: $1 was refused; the hook ends by itself"
}

# The group waits for minutes after the last sign of life, and for no client's closing time.
send_heartbeats() {
  while sleep "$HEARTBEAT_SECONDS"; do
    lifecycle record-lifecycle-action-heartbeat
  done
}

main() {
  load_settings REGION GROUP_NAME LIFECYCLE_HOOK_NAME
  until is_terminating; do
    sleep 5
  done
  INSTANCE_ID=$(metadata instance-id)
  log "$GROUP_NAME terminates $INSTANCE_ID: stopping the client, releasing the disk"
  send_heartbeats &
  "${BASH_SOURCE%/*}/drain-task.sh" || true
  systemctl stop ethereum-node.service
  # Where the disk was attached and then refused, the unit had nothing to stop.
  "${BASH_SOURCE%/*}/release-chain-disk.sh" || true
  kill "$!"
  lifecycle complete-lifecycle-action --lifecycle-action-result CONTINUE
  log "$GROUP_NAME may go on"
}

main "$@"
