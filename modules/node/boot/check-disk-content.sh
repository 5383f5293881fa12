#!/usr/bin/env bash
# Sees to it, before anything is written to the chain disk, that the chain is where its client looks for it, and that it
# is the chain that this node is for.
# shellcheck source-path=SCRIPTDIR source=lib.sh
source "${BASH_SOURCE%/*}/lib.sh"

readonly LOOK_SECONDS=120

# What the disk itself says of its content, by name.
declare -A record=()

# Another execution client's chain is nobody's any more, and would fill the disk under ours; only a person may delete it.
refuse_foreign_data() {
  local name path content
  for name in $FOREIGN_CLIENTS; do
    path=$MOUNT_POINT/$name content=''
    [[ ! -d $path ]] || content=$(ls --almost-all "$path") || fail "$path could not be read"
    [[ ! -L $path && -z $content ]] ||
      refuse "$VOLUME_ID must hold no data of another execution client than CLIENTS '$CLIENTS', got $path: switch back, or take another disk, or move it away"
  done
}

read_record() {
  local file=$MOUNT_POINT/$CONTENT_RECORD name value text
  [[ -e $file ]] || return 0
  text=$(head --bytes=4096 "$file" | tr --delete '\0') || fail "$file could not be read"
  # Read as text, since it may come from anywhere.
  while IFS='=' read -r name value; do
    [[ $name =~ ^[A-Z_0-9]+$ && $value =~ ^[A-Za-z0-9\ _-]*$ ]] || name=DAMAGED
    record[$name]=$value
  done <<<"$text"
  [[ -n ${record[VOLUME_ID]:-} && -z ${record[DAMAGED]+set} ]] ||
    refuse "$file on $VOLUME_ID must be the record that a host wrote, got something else: remove it, and another is written"
}

# Whether a client wrote there: the entrypoint's own files begin with a dot.
holds_data() {
  local found
  [[ -d $1 ]] || return 1
  found=$(find "$1" -mindepth 1 -maxdepth 1 ! -name '.*' -print -quit) || fail "$1 could not be read"
  [[ -n $found ]]
}

# Whether the execution client finds a database, from which it goes on.
has_database() {
  local path
  for path in $EXECUTION_DATABASES; do
    ! holds_data "$MOUNT_POINT/$execution/$path" || return 0
  done
  return 1
}

# at_the_top EXCEPT: prints what lies there, at most 10 names in a line.
at_the_top() {
  find "$MOUNT_POINT" -mindepth 1 -maxdepth 1 -printf '%f\n' | sort |
    { grep --invert-match --line-regexp --fixed-strings --regexp="$1" || true; } | sed --quiet 1,10p | tr '[:cntrl:]' ' ' | sed 's/ $//'
}

# The client would begin at block 0 beside a chain that lies elsewhere.
refuse_chain_elsewhere() {
  local wanted=$MOUNT_POINT/$execution/${EXECUTION_DATABASES%% *} origin=$VOLUME_ID found way='move the chain there'
  if [[ $is_seeded == true ]]; then
    origin+=', made from a snapshot,'
    found=$(at_the_top lost+found)
  else
    found=$(at_the_top "$(printf '%s\n' lost+found "${JWT_SECRET_FILE%/*}" "$MONITOR_DIRECTORY" .disk-probe "$CONTENT_RECORD" "$CONTENT_RECORD.new" \
      "$VALIDATOR_RECORD" "$VALIDATOR_RECORD.new" && client_directories)")
    [[ -n $found ]] || return 0
  fi
  [[ ! -d $MOUNT_POINT/${wanted##*/} ]] ||
    way="run 'sudo mkdir --parents ${wanted%/*} && sudo mv $MOUNT_POINT/${wanted##*/} ${wanted%/*}/' and 'sudo chown --recursive $CLIENT_OWNER $MOUNT_POINT/$execution'"
  refuse "$origin must hold the chain of $execution in $wanted, got '$found' at the top of the disk: $way, or take a blank disk"
}

# require_same NAME SETTING: NAME is what the record says.
require_same() {
  [[ ${record[$1]:-} == "${!1:-}" ]] ||
    refuse "$1 must be '${record[$1]:-}', for which the data on $VOLUME_ID was made, got '${!1:-}': set $2 back, or move the data away and begin anew, or take another disk"
}

compare_with_record() {
  local client
  for client in $CLIENTS; do
    if holds_data "$MOUNT_POINT/$client"; then
      require_same CHAIN 'the setting chain'
      require_same CHAIN_GENESIS_SHA256 'name and genesis in the chainSpecFile'
    fi
  done
  # Of another client's node type nothing follows for this one's data.
  if [[ ${record[EXECUTION_CLIENT]:-} == "$execution" && " ${NODE_TYPE_MAY_FOLLOW:-} " != *" ${record[NODE_TYPE]:-} "* ]] && has_database; then
    require_same NODE_TYPE 'the setting nodeType'
  fi
}

# Prints whose the content is: ours, or foreign where it was written through another volume.
owner_of_content() {
  case ${record[VOLUME_ID]:-} in
    "$VOLUME_ID") echo ours ;;
    # Older releases wrote no record: what was not seeded was written here.
    '') [[ $is_seeded == true ]] && echo foreign || echo ours ;;
    *) echo foreign ;;
  esac
}

require_secret() {
  local secret=$MOUNT_POINT/$JWT_SECRET_FILE
  [[ $USES_ENGINE_API != true || ! -e $secret || $(head --bytes=100 "$secret" | tr --delete '\0') =~ ^[0-9a-f]{64}$ ]] ||
    refuse "$secret must hold 64 hex digits, got something else: delete it, and another is made"
}

check_content() {
  local owner
  refuse_foreign_data
  read_record
  [[ ${record[VOLUME_ID]:-} == "$VOLUME_ID" ]] || has_database || refuse_chain_elsewhere
  ((${#record[@]} == 0)) || compare_with_record
  owner=$(owner_of_content)
  # A foreign one is made anew.
  [[ $owner == foreign ]] || require_secret
  echo "$owner"
}

main() {
  load_settings VOLUME_ID MOUNT_POINT CLIENTS FOREIGN_CLIENTS CLIENT_OWNER CHAIN NODE_TYPE EXECUTION_DATABASES NETWORK_IDENTITY_FILES \
    USES_ENGINE_API JWT_SECRET_FILE MONITOR_DIRECTORY
  load_facts volume
  local execution=${CLIENTS%% *} is_seeded=true owner
  [[ $VOLUME_SEED != none || -n ${SEED_SNAPSHOT_ID:-} ]] || is_seeded=false
  owner=$(within "$LOOK_SECONDS" check_content)
  write_file "$BOOT_FACTS/disk-content" <<<"CONTENT_OWNER='$owner'"
}

main "$@"
