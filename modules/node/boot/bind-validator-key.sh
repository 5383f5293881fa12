#!/usr/bin/env bash
# Sees to it that a validator's key is used on the volume on which it was made, and on no copy of it: two nodes that seal with one
# key fork the chain. Whatever the settings: a copy that only follows today may be told to seal tomorrow.
# shellcheck source-path=SCRIPTDIR source=lib.sh
source "${BASH_SOURCE%/*}/lib.sh"

readonly LOOK_SECONDS=120

# Prints the volume to which the key of this disk belongs, if one was written down.
owner_of_key() {
  local text=''
  [[ ! -e $record ]] || text=$(head --bytes=100 "$record" | tr --delete '\0') || fail "$record could not be read"
  [[ ! $text =~ ^vol-[0-9a-f]+$ ]] || echo "$text"
}

# A disk that cannot be read must not pass for one without a key.
has_key() {
  local found
  found=$(find "$MOUNT_POINT" -mindepth 2 -maxdepth 2 -path "$directory" -print -quit) || fail "$MOUNT_POINT could not be searched for $directory"
  [[ -n $found ]]
}

bind_key() {
  local directory=$MOUNT_POINT/$VALIDATOR_DIRECTORY record=$MOUNT_POINT/$VALIDATOR_RECORD owner answer
  owner=$(owner_of_key)
  [[ $owner != "$VOLUME_ID" ]] || return 0
  ! has_key || refuse "$VOLUME_ID must hold no validator's key but its own, got that of ${owner:-an unknown volume} in $directory: if no other disk \
holds this key, run 'echo $VOLUME_ID | sudo tee $record'; else give the copy up, 'sudo rm --recursive $directory'"
  # On a full disk no key can be made either; the next boot tries again.
  answer=$(write_on_disk "$record" "$VOLUME_ID" 2>&1) || log "warning: $record could not be written: $answer"
}

main() {
  load_settings VOLUME_ID MOUNT_POINT
  [[ -n ${VALIDATOR_DIRECTORY:-} ]] || return 0
  within "$LOOK_SECONDS" bind_key
}

main "$@"
