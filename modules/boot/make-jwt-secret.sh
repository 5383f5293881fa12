#!/usr/bin/env bash
# Makes, once in the life of a chain disk, the secret by which execution and consensus client know each other. It leaves
# neither the disk nor this host.
# shellcheck source-path=SCRIPTDIR source=lib.sh
source "${BASH_SOURCE%/*}/lib.sh"

main() {
  load_settings MOUNT_POINT USES_ENGINE_API
  [[ $USES_ENGINE_API == true ]] || return 0
  local directory=$MOUNT_POINT/engine-api secret
  secret=$directory/jwt-secret
  mkdir --parents "$directory"
  if [[ ! -e $secret ]]; then
    (umask 077 && od --address-radix=n --format=x1 --read-bytes=32 /dev/urandom | tr --delete ' \n' >"$secret.new")
    # A power cut must not leave half a secret under the name.
    sync "$secret.new"
    mv "$secret.new" "$secret"
    log "made $secret"
  fi
  [[ $(<"$secret") =~ ^[0-9a-f]{64}$ ]] || refuse "$secret must hold 64 hex digits, got something else: delete it, and another is made"
  chmod 0600 "$secret"
  chmod 0700 "$directory"
  chown "$CLIENT_OWNER" "$secret" "$directory"
}

main "$@"
