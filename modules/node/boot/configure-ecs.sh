#!/usr/bin/env bash
# Writes the configuration of the ECS agent.
# shellcheck source-path=SCRIPTDIR source=lib.sh
source "${BASH_SOURCE%/*}/lib.sh"

# A leak of threads ends here and not with the host. Many times what a client needs: Go and Rust take some hundred threads, a JVM
# under 512 RPC connections one to two thousand.
readonly TASK_PIDS_LIMIT=8192

main() {
  load_settings CLUSTER_NAME NODE_TAG NODE_TAG_KEY STOP_TIMEOUT_SECONDS
  # Without quotes around it: ecs-init takes all that follows the first "=" as it is.
  write_file /etc/ecs/ecs.config <<CONFIG
ECS_CLUSTER=$CLUSTER_NAME
ECS_CONTAINER_INSTANCE_TAGS={"$NODE_TAG_KEY":"$NODE_TAG"}
ECS_CONTAINER_STOP_TIMEOUT=${STOP_TIMEOUT_SECONDS}s
ECS_DISABLE_PRIVILEGED=true
ECS_ENABLE_AWSLOGS_EXECUTIONROLE_OVERRIDE=true
ECS_TASK_PIDS_LIMIT=$TASK_PIDS_LIMIT
CONFIG
  log "the agent joins $CLUSTER_NAME"
}

main "$@"
