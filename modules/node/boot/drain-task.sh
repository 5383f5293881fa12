#!/usr/bin/env bash
# Lets ECS stop the task of this instance and start none again. What it does not stop, stop-clients.sh will.
# shellcheck source-path=SCRIPTDIR source=lib.sh
source "${BASH_SOURCE%/*}/lib.sh"

readonly AGENT=http://localhost:51678/v1/metadata

container_instance() {
  curl --silent --show-error --fail --max-time 5 "$AGENT" | sed -n 's/.*"ContainerInstanceArn": *"\([^"]*\)".*/\1/p'
}

main() {
  load_settings REGION CLUSTER_NAME STOP_TIMEOUT_SECONDS
  local arn answer deadline
  deadline=$(($(uptime_seconds) + STOP_TIMEOUT_SECONDS + DOCKER_STOP_MARGIN_SECONDS))
  arn=$(container_instance) || fail "the ECS agent must tell its container instance: not drained"
  answer=$(aws_cli ecs update-container-instances-state --cluster "$CLUSTER_NAME" --container-instances "$arn" \
    --status DRAINING 2>&1) || fail "$arn could not be drained: $answer"
  log "$arn drains"
  # A Docker that hangs answers nothing: then nothing is waited for.
  while [[ -n $(timeout --kill-after=5 30 docker ps --quiet --filter label=com.amazonaws.ecs.task-arn) ]] &&
    (($(uptime_seconds) < deadline)); do
    sleep 1
  done
}

main "$@"
