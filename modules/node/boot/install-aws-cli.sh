#!/usr/bin/env bash
# Installs the AWS CLI where an AMI of somebody's own lacks it: the ECS-optimised image is built from the minimal Amazon
# Linux 2023, which has it.
# shellcheck source-path=SCRIPTDIR source=lib.sh
source "${BASH_SOURCE%/*}/lib.sh"

main() {
  command -v aws >/dev/null && return
  log "installing awscli-2"
  timeout 300 dnf install --assumeyes --quiet awscli-2 >&2 || fail "the AWS CLI is missing and 'dnf install awscli-2' failed"
}

main "$@"
