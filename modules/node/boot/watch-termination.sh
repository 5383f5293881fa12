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

# send_heartbeats SECONDS: the group waits for minutes after the last sign of life, and for no client's closing time.
send_heartbeats() {
  local deadline
  deadline=$(($(uptime_seconds) + $1))
  while sleep "$HEARTBEAT_SECONDS" && (($(uptime_seconds) < deadline)); do
    lifecycle record-lifecycle-action-heartbeat
  done
}

main() {
  load_settings REGION GROUP_NAME LIFECYCLE_HOOK_NAME STOP_TIMEOUT_SECONDS STOP_MARGIN_SECONDS
  # Three steps each may take the clients' time, with what Docker, ECS and AWS add: who takes longer than that hangs.
  local limit=$((3 * STOP_TIMEOUT_SECONDS + STOP_MARGIN_SECONDS))
  until is_terminating; do
    sleep 5
  done
  INSTANCE_ID=$(metadata instance-id)
  log "$GROUP_NAME terminates $INSTANCE_ID: stopping the client, releasing the disk"
  send_heartbeats "$limit" &
  # Before the client goes: whoever asks for a node from now on is led to another.
  timeout --kill-after=5 300 "${BASH_SOURCE%/*}/register-dns.sh" remove || true
  timeout --kill-after=5 "$limit" "${BASH_SOURCE%/*}/drain-task.sh" || true
  timeout --kill-after=5 "$limit" systemctl stop ethereum-node.service ||
    log "error: the node did not stop within $limit s; the end of the instance takes its disk"
  # Where the disk was attached and then refused, the unit had nothing to stop.
  timeout --kill-after=5 "$limit" "${BASH_SOURCE%/*}/release-chain-disk.sh" || true
  kill "$!" 2>/dev/null || true
  lifecycle complete-lifecycle-action --lifecycle-action-result CONTINUE
  log "$GROUP_NAME may go on"
}

main "$@"
