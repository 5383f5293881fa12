#!/usr/bin/env bash
# Checks every setting of node.env, before anything is touched.
# shellcheck source-path=SCRIPTDIR source=lib.sh
source "${BASH_SOURCE%/*}/lib.sh"

readonly LABEL='[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?'
# No name in it begins with a dot: none leads upwards.
readonly DISK_PATH='[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*)*'
readonly IPV4='[0-9]{1,3}(\.[0-9]{1,3}){3}'

# require NAME PATTERN RULE
require() {
  [[ ${!1:-} =~ ^($2)$ ]] || refuse "$1 must be $3, got '${!1:-}'"
}

require_host_name() {
  require "$1" "($LABEL\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?" 'a host name in lower case'
  ((${#2} <= 253)) || refuse "$1 must be a host name of at most 253 characters, got '$2'"
}

main() {
  load_settings CLUSTER_NAME GROUP_NAME LIFECYCLE_HOOK_NAME LOG_GROUP_NAME
  require REGION '[a-z]{2,4}(-[a-z]+)+-[0-9]+' 'an AWS region'
  require VOLUME_ID 'vol-[0-9a-f]+' 'a volume id such as vol-0abc'
  [[ -v CHAIN_SNAPSHOT_ID ]] || refuse "CHAIN_SNAPSHOT_ID must be set, if only to nothing"
  require MOUNT_POINT '/[^/]+(/[^/]+)*' 'an absolute path below /'
  require CLIENTS '[a-z0-9-]+( [a-z0-9-]+)?' 'the name of a client, or of two'
  require CHAIN '[a-z0-9-]+' 'the name of a chain'
  require NODE_TYPE '[a-z-]+' 'a node type'
  [[ -z ${CHAIN_GENESIS_SHA256:-} ]] || require CHAIN_GENESIS_SHA256 '[0-9a-f]{64}' 'a SHA-256 sum, or nothing'
  require EXECUTION_DATABASES "$DISK_PATH( $DISK_PATH)*" 'paths below the directory of the execution client'
  require NETWORK_IDENTITY_FILES "$DISK_PATH( $DISK_PATH)*" 'paths on the chain disk'
  if [[ -n ${NODE_KEY_FILE:-} ]]; then
    require NODE_KEY_FILE "$DISK_PATH" 'a path on the chain disk'
    require P2P_PORT '[1-9][0-9]{0,4}' 'a port'
  fi
  require USES_ENGINE_API 'true|false' 'true or false'
  require STOP_TIMEOUT_SECONDS '[1-9][0-9]{0,4}' 'a number of seconds'
  require HOSTED_ZONE_ID 'Z[A-Z0-9]+' 'the id of a Route53 zone'
  require NODE_NAME "$LABEL" 'a DNS label'
  require NODE_TAG '[a-z0-9-]+' 'a name in AWS'
  require_host_name DNS_RECORD_NAME "$DNS_RECORD_NAME"
  require_host_name SHARED_RECORD_NAME "${SHARED_RECORD_NAME:-}"
  require_host_name MEMBER_RECORD_NAME "${MEMBER_RECORD_NAME:-}"
  [[ -z ${ELASTIC_IP_ALLOCATION_ID:-} ]] || require ELASTIC_IP "$IPV4" 'the address of ELASTIC_IP_ALLOCATION_ID'
}

main "$@"
