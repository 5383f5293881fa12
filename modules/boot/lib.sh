# shellcheck shell=bash
# Shared by the boot scripts: settings, log lines, instance metadata and the AWS CLI.
set -euo pipefail
shopt -s inherit_errexit

readonly NODE_ENV_FILE=/etc/ethereum-node/node.env
readonly NOT_FOUND=44
readonly CURL=(curl --silent --show-error --fail --max-time 5 --retry 10 --retry-delay 2 --retry-connrefused)

log() {
  echo "${0##*/}: $*" >&2
}

fail() {
  log "error: $*"
  exit 1
}

# load_settings NAME...: reads node.env and insists on these settings.
load_settings() {
  [[ -r $NODE_ENV_FILE ]] || fail "$NODE_ENV_FILE must be readable"
  # shellcheck source=/dev/null
  source "$NODE_ENV_FILE"
  local name
  for name in "$@"; do
    [[ -n ${!name:-} ]] || fail "$name must be set in $NODE_ENV_FILE, got nothing"
  done
}

# metadata PATH: prints the value; returns NOT_FOUND when this instance has none.
metadata() {
  local endpoint=${AWS_EC2_METADATA_SERVICE_ENDPOINT:-http://169.254.169.254} token answer code
  token=$("${CURL[@]}" --request PUT --header 'X-aws-ec2-metadata-token-ttl-seconds: 300' \
    "$endpoint/latest/api/token") || fail "the metadata service must issue a token"
  answer=$("${CURL[@]}" --header "X-aws-ec2-metadata-token: $token" --write-out '\n%{http_code}' \
    "$endpoint/latest/meta-data/$1") || true
  code=${answer##*$'\n'}
  [[ $code != 404 ]] || return "$NOT_FOUND"
  [[ $code == 200 ]] || fail "the metadata service must answer $1, got HTTP status $code"
  echo "${answer%$'\n'*}"
}

# metadata_ipv4 PATH: like metadata, for a well-formed IPv4 address.
metadata_ipv4() {
  local address octet='(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])'
  address=$(metadata "$1") || return
  [[ $address =~ ^$octet(\.$octet){3}$ ]] || fail "the metadata $1 must be an IPv4 address, got '$address'"
  echo "$address"
}

# write_file PATH: replaces the file by standard input at once, so that no reader sees half of it.
write_file() {
  install -d -m 0755 "${1%/*}"
  cat >"$1.new"
  chmod 0644 "$1.new"
  mv "$1.new" "$1"
}

# The ECS-optimised image is built from the minimal Amazon Linux 2023, whose recipe installs no AWS CLI.
require_aws_cli() {
  local attempt
  for attempt in 1 2 3 4 5; do
    command -v aws >/dev/null && return
    log "no AWS CLI here: installing awscli-2, attempt $attempt of 5"
    timeout 300 dnf install --assumeyes --quiet awscli-2 >&2 || sleep 10
  done
  command -v aws >/dev/null || fail "the AWS CLI is missing and 'dnf install awscli-2' failed 5 times"
}

# aws_cli ARGUMENTS: bounded in time, in the node's region.
aws_cli() {
  aws --region "$REGION" --cli-connect-timeout 5 --cli-read-timeout 20 "$@"
}
