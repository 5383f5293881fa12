# shellcheck shell=sh disable=SC2249 # what no pattern of a case names is right
# A validator's key: made once in the life of a chain disk, by the client's own tool, or held to what the node shall seal with;
# sourced by the entrypoint. No secret leaves the directory: it is in no argument, no variable and no line.

prepare_validator() {
  [ -n "${VALIDATOR_DIRECTORY:-}" ] || return 0
  if [ -n "${VALIDATOR_KEY_COMMAND:-}" ]; then
    [ -e "$VALIDATOR_DIRECTORY/address" ] || make_validator_key
    read_validator_address
    echo "ethereum-node: the validator's key of this node has the address $validator_address; it seals once the setting validator names it"
  else
    check_validator
    wait_for_next_step
  fi
}

# Killed anywhere, the next start goes on: the address comes last, and a key without it has been told to nobody.
make_validator_key() {
  (umask 077 && mkdir -p "$VALIDATOR_DIRECTORY") ||
    refuse "$BAD_VALIDATOR" "VALIDATOR_DIRECTORY must be a directory that the container's user can create; got '$VALIDATOR_DIRECTORY'"
  [ -e "$VALIDATOR_DIRECTORY/password" ] || place password "$(od -An -v -tx1 -N32 /dev/urandom | tr -d ' \n')"
  set --
  while IFS= read -r argument; do
    set -- "$@" "$argument"
  done <<ARGUMENTS
$VALIDATOR_KEY_COMMAND
ARGUMENTS
  answer=$("$PROGRAM" "$@" | tail -n 1) || answer=
  is_address "$answer" || refuse "$BAD_VALIDATOR" "VALIDATOR_KEY_COMMAND must end with the address of a new key; got '$answer'"
  place address "$answer"
}

# place NAME TEXT: a file of the directory, whole or not at all, and on the disk before anybody hears of it.
place() {
  { [ -n "$2" ] && (umask 077 && echo "$2" >"$VALIDATOR_DIRECTORY/$1.new") && sync &&
    mv "$VALIDATOR_DIRECTORY/$1.new" "$VALIDATOR_DIRECTORY/$1" && sync; } ||
    refuse "$BAD_VALIDATOR" "VALIDATOR_DIRECTORY must have room for the validator's key; got '$VALIDATOR_DIRECTORY'"
}

# Never makes a key: one that is missing here may be in use elsewhere, or be lost, which a person must know.
check_validator() {
  [ -e "$VALIDATOR_DIRECTORY/address" ] ||
    refuse "$BAD_VALIDATOR" "VALIDATOR_DIRECTORY $VALIDATOR_DIRECTORY must hold the key of ${VALIDATOR_ADDRESS:-}; got none: bring it back, or make another with the setting validator at new"
  read_validator_address
  [ "$validator_address" = "${VALIDATOR_ADDRESS:-}" ] ||
    refuse "$BAD_VALIDATOR" "VALIDATOR_ADDRESS must be the address of the key in $VALIDATOR_DIRECTORY, $validator_address; got '${VALIDATOR_ADDRESS:-}'"
}

read_validator_address() {
  validator_address=$(cat "$VALIDATOR_DIRECTORY/address" 2>/dev/null) || validator_address=
  is_address "$validator_address" || refuse "$BAD_VALIDATOR" "$VALIDATOR_DIRECTORY/address must hold the address of a key; got '$validator_address'"
}

is_address() {
  case $1 in
    0x*[!0-9a-f]*) return 1 ;;
    0x*) [ ${#1} -eq 42 ] ;;
    *) return 1 ;;
  esac
}

# The client takes its turn from the clock. In the same one it would seal a second time if a crash had lost its block.
wait_for_next_step() {
  case ${VALIDATOR_STEP_SECONDS:-} in
    '' | *[!0-9]* | 0* | ??????*) refuse "$BAD_VALIDATOR" "VALIDATOR_STEP_SECONDS must be a number of seconds; got '${VALIDATOR_STEP_SECONDS:-}'" ;;
  esac
  "$BUSYBOX" sleep "$VALIDATOR_STEP_SECONDS" &
  trap 'kill "$!"; exit 143' TERM
  wait "$!"
  trap - TERM
}
