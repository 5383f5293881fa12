# shellcheck shell=bash disable=SC2034 # what the scripts use that source this one
# Shared by the boot scripts: settings, log lines, instance metadata and the AWS CLI.
set -Eeuo pipefail
shopt -s inherit_errexit

readonly NODE_ENV_FILE=/etc/ethereum-node/node.env
# What each of its lines must be: name, need, rule in words and pattern, with tabs between them.
readonly NODE_ENV_RULES=$NODE_ENV_FILE.rules
# Boot facts: what one step finds out for the next; gone at every boot, as it must be.
readonly BOOT_FACTS=/run/ethereum-node-host
# How often in a row the disk failed since the boot, when it last did, and how.
readonly DISK_FAILURES=$BOOT_FACTS/disk-failures
# On the chain disk, outside the clients' directories: what it is used for, and the volume whose validator key it may hold.
readonly CONTENT_RECORD=.ethereum-node
readonly VALIDATOR_RECORD=.validator-volume
readonly NOT_FOUND=44
# What Docker takes to stop a client beside the client's own time.
readonly DOCKER_STOP_MARGIN_SECONDS=30
# Exit codes of sysexits.h: the unit tries again after the first, and not after the second.
readonly TRY_AGAIN=75
readonly REFUSED=78

# shellcheck source-path=SCRIPTDIR source=limits.sh
source "${BASH_SOURCE%/*}/limits.sh"

log() {
  local name=${0##*/}
  echo "${name%.sh}: $*" >&2
}

# fail MESSAGE: what hinders may pass by itself.
fail() {
  log "error: $*"
  exit "$TRY_AGAIN"
}

# refuse MESSAGE: only a person can change what hinders. An alarm counts these lines by the word.
refuse() {
  log "refused: $*"
  exit "$REFUSED"
}

# A command that no script minds failed: also this gets a line, and is tried again.
unexpected() {
  local status=$1 line=$2
  case $status in
    "$TRY_AGAIN" | "$REFUSED") exit "$status" ;;
    *) fail "line $line ended with status $status: ${3%%$'\n'*}" ;;
  esac
}
trap 'unexpected "$?" "$LINENO" "$BASH_COMMAND"' ERR

# load_settings NAME...: reads node.env and insists on these settings.
load_settings() {
  [[ -r $NODE_ENV_FILE ]] || refuse "$NODE_ENV_FILE must be readable"
  # shellcheck source=/dev/null
  source "$NODE_ENV_FILE"
  local name
  for name in "$@"; do
    [[ -n ${!name:-} ]] || refuse "$name must be set in $NODE_ENV_FILE, got nothing"
  done
}

# load_facts NAME: reads the boot facts that an earlier step of this boot wrote.
load_facts() {
  [[ -r $BOOT_FACTS/$1 ]] || fail "$BOOT_FACTS/$1 must be written by an earlier step of this boot"
  # shellcheck source=/dev/null
  source "$BOOT_FACTS/$1"
}

# client_directories: prints those on the chain disk that root gives to clients, or removes files from.
client_directories() {
  tr ' ' '\n' <<<"$CLIENTS $NETWORK_IDENTITY_FILES" | sed 's|/.*||' | sort --unique
}

# write_file PATH: replaces the file by standard input at once, so that no reader sees half of it.
write_file() {
  install -d -m 0755 "${1%/*}"
  cat >"$1.new"
  chmod 0644 "$1.new"
  mv "$1.new" "$1"
}

# write_on_disk PATH TEXT: replaces a file at the top of the chain disk at once, down to the disk.
write_on_disk() {
  within 120 replace_on_disk "$@"
}

replace_on_disk() {
  rm --force "$1.new"
  (umask 022 && echo "$2" >"$1.new") && sync "$1.new" && mv --no-target-directory "$1.new" "$1" && sync "$MOUNT_POINT"
}

# metadata PATH [optional]: prints the value; where it is optional, returns NOT_FOUND when this instance has none.
metadata() {
  local endpoint=${AWS_EC2_METADATA_SERVICE_ENDPOINT:-http://169.254.169.254} token answer code
  local curl=(curl --silent --show-error --max-time 5 --retry 10 --retry-delay 2 --retry-connrefused)
  token=$("${curl[@]}" --fail --request PUT --header 'X-aws-ec2-metadata-token-ttl-seconds: 300' \
    "$endpoint/latest/api/token" 2>&1) || fail "the metadata service must issue a token of IMDSv2, got ${token//$'\n'/ }"
  answer=$("${curl[@]}" --header "X-aws-ec2-metadata-token: $token" --write-out '\n%{http_code}' \
    "$endpoint/latest/meta-data/$1") || true
  code=${answer##*$'\n'}
  [[ $code != 404 || ${2:-} != optional ]] || return "$NOT_FOUND"
  [[ $code == 200 ]] || fail "the metadata service must answer $1, got HTTP status $code"
  echo "${answer%$'\n'*}"
}

# aws_cli ARGUMENTS: bounded in time, in the node's region; an error is one line on standard error.
aws_cli() {
  local errors status=0
  errors=$(mktemp)
  # Of the metadata service, which has its credentials, the CLI by itself asks once and waits for a second.
  AWS_RETRY_MODE=standard AWS_MAX_ATTEMPTS=4 AWS_METADATA_SERVICE_TIMEOUT=5 AWS_METADATA_SERVICE_NUM_ATTEMPTS=4 \
    timeout --kill-after=5 120 aws --region "$REGION" --cli-connect-timeout 5 --cli-read-timeout 20 "$@" 2>"$errors" || status=$?
  ((status == 0)) || { tr '\n' ' ' <"$errors" | sed 's/^ *//; s/ *$//' && echo; } >&2
  rm "$errors"
  return "$status"
}

# chain_device: prints the device of the volume, found by the volume's id: names like /dev/sdf or /dev/nvme1n1 may be
# another disk at the next boot.
chain_device() {
  local device serial='' wanted=${VOLUME_ID/-/}
  device=$(realpath "/dev/disk/by-id/nvme-Amazon_Elastic_Block_Store_$wanted" 2>/dev/null) && [[ -b $device ]] || return 1
  # The disk's own word: the link may be left over from the disk that had the name before.
  read -r serial 2>/dev/null <"/sys/class/block/${device##*/}/device/serial" || true
  [[ $serial == "$wanted" ]] || fail "$device must have the serial $wanted, got '$serial'"
  echo "$device"
}

# mounted_at PATH: prints what is mounted there, and nothing when nothing is.
mounted_at() {
  findmnt --noheadings --output SOURCE --mountpoint "$1" || true
}

# count_disk_failure REASON: for pause-after-failures.sh.
count_disk_failure() {
  local count=0
  [[ ! -r $DISK_FAILURES ]] || read -r count _ <"$DISK_FAILURES"
  write_file "$DISK_FAILURES" <<<"$((count + 1)) $(uptime_seconds)"$'\n'"${1//$'\n'/ }"
}

# disk_failure_age: prints the seconds since the disk last failed, 0 where it never did.
disk_failure_age() {
  local at
  [[ -r $DISK_FAILURES ]] || { echo 0 && return; }
  read -r _ at <"$DISK_FAILURES"
  echo $(($(uptime_seconds) - at))
}
