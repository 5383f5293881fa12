#!/usr/bin/env bash
# Fetches the other scripts and units from SSM parameters, whole and as the stack made them, and starts what they bring.
# shellcheck source-path=SCRIPTDIR source=lib.sh
source "${BASH_SOURCE%/*}/lib.sh"

readonly FETCHED=/opt/ethereum-node/fetched
readonly UNITS=(host-logs.service ethereum-node.service watch-termination.service)
# Writes each file at once, so that no reader sees half of it.
readonly UNPACK='
import json, os, sys
for file in json.load(sys.stdin):
    os.makedirs(os.path.dirname(file["path"]), exist_ok=True)
    with open(file["path"] + ".new", "w") as new:
        new.write(file["content"])
        os.fchmod(new.fileno(), int(file["permissions"], 8))
        os.fsync(new.fileno())
    os.rename(file["path"] + ".new", file["path"])
'

# What one call of GetParameters takes.
readonly CALL_NAMES=10

fetch() {
  local names bundle='' answer found from
  read -r -a names <<<"$BOOT_FILES"
  for ((from = 0; from < ${#names[@]}; from += CALL_NAMES)); do
    answer=$(aws_cli ssm get-parameters --names "${names[@]:from:CALL_NAMES}" --output text \
      --query 'sort_by(Parameters, &Name)[].[Value]' 2>&1) || fail "the SSM parameters $BOOT_FILES could not be read: $answer"
    # SSM takes no empty value, so each part begins with a dot; what else is printed, such as a warning, does not.
    bundle+=$(sed --quiet 's/^[.]//p' <<<"$answer" | tr --delete '\n')
  done
  # The parts may be a moment older or newer than this host's user data, while a deploy goes on.
  found=$(printf '%s' "$bundle" | sha256sum)
  [[ ${found%% *} == "$BOOT_FILES_SHA256" ]] ||
    fail "the SSM parameters $BOOT_FILES must have the SHA-256 $BOOT_FILES_SHA256, got ${found%% *}"
  printf '%s' "$bundle" | base64 --decode | gunzip | python3 -c "$UNPACK"
  write_file "$FETCHED" <<<"$BOOT_FILES_SHA256"
  log "fetched the scripts and units $BOOT_FILES_SHA256"
}

main() {
  load_settings REGION BOOT_FILES BOOT_FILES_SHA256
  [[ -r $FETCHED && $(<"$FETCHED") == "$BOOT_FILES_SHA256" ]] || fetch
  timeout --kill-after=5 60 systemctl daemon-reload
  # ecs.service, which these start in the end, waits for cloud-init.
  timeout --kill-after=5 60 systemctl enable --now --no-block "${UNITS[@]}"
}

main "$@"
