#!/usr/bin/env bash
# Makes, once in the life of a chain disk, the secret by which execution and consensus client know each other. It leaves
# neither the disk nor this host.
# shellcheck source-path=SCRIPTDIR source=lib.sh
source "${BASH_SOURCE%/*}/lib.sh"

readonly WRITE_SECONDS=120

make_secret() {
  local secret=$1
  mkdir --parents "${secret%/*}"
  if [[ ! -e $secret ]]; then
    rm --force "$secret.new"
    (umask 077 && od --address-radix=n --format=x1 --read-bytes=32 /dev/urandom | tr --delete ' \n' >"$secret.new")
    # A power cut must not leave half a secret under the name.
    sync "$secret.new"
    mv "$secret.new" "$secret"
    log "made $secret"
  fi
  chmod 0600 "$secret"
  chmod 0700 "${secret%/*}"
  chown --no-dereference "$CLIENT_OWNER" "$secret" "${secret%/*}"
}

main() {
  load_settings MOUNT_POINT CLIENT_OWNER USES_ENGINE_API JWT_SECRET_FILE
  [[ $USES_ENGINE_API == true ]] || return 0
  within "$WRITE_SECONDS" make_secret "$MOUNT_POINT/$JWT_SECRET_FILE"
}

main "$@"
