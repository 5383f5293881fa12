# shellcheck shell=sh disable=SC2249 # what no pattern of a case names is right
# What the entrypoint checks before the client starts; sourced by it.

readonly BUSYBOX="${0%/*}/busybox"

# The exit codes of refusals, by what is wrong. An operator reads them in ECS: a code never changes its meaning.
readonly BAD_PROGRAM=10 BAD_DATA_DIRECTORY=11 BAD_P2P_ADDRESS=12 BAD_MINIMUM_FREE=13 TOO_LITTLE_SPACE=14 BAD_RPC_HOSTS=15
# shellcheck disable=SC2034 # used by the entrypoint
readonly BAD_CHECKPOINT_URLS=16 BAD_VALIDATOR=17

# The image of the client may lack any of the tools.
cat() { "$BUSYBOX" cat "$@"; }
df() { "$BUSYBOX" df "$@"; }
mkdir() { "$BUSYBOX" mkdir "$@"; }
mv() { "$BUSYBOX" mv "$@"; }
od() { "$BUSYBOX" od "$@"; }
rm() { "$BUSYBOX" rm "$@"; }
sed() { "$BUSYBOX" sed "$@"; }
sync() { "$BUSYBOX" sync "$@"; }
tail() { "$BUSYBOX" tail "$@"; }
tr() { "$BUSYBOX" tr "$@"; }
wc() { "$BUSYBOX" wc "$@"; }

# refuse EXIT_CODE LINE: the value in it may hold anything, and the refusal must stay one line.
refuse() {
  printf 'ethereum-node: %s' "$2" | LC_ALL=C tr -c '\040-\176' '?' >&2
  echo >&2
  exit "$1"
}

check_program() {
  found=$(command -v "${PROGRAM:-}") || true
  [ -f "$found" ] || refuse "$BAD_PROGRAM" "PROGRAM must be an executable of this image; got '${PROGRAM:-}'"
}

check_p2p_address() {
  read_fact "$BAD_P2P_ADDRESS" P2P_ADDRESS_FILE "${P2P_ADDRESS_FILE:-}" "node's IPv4 address"
  p2p_address=$fact
  is_ipv4 "$p2p_address" || refuse "$BAD_P2P_ADDRESS" "P2P_ADDRESS_FILE $P2P_ADDRESS_FILE must hold exactly one IPv4 address; got '$p2p_address'"
  is_address_of_one_host "$p2p_address" || refuse "$BAD_P2P_ADDRESS" "P2P_ADDRESS_FILE $P2P_ADDRESS_FILE must hold an address that peers can reach; got '$p2p_address'"
}

# Leaves the names in $rpc_hosts, with commas between them.
check_rpc_hosts() {
  read_fact "$BAD_RPC_HOSTS" RPC_HOSTS_FILE "${RPC_HOSTS_FILE:-}" "node's host names"
  rpc_hosts=
  while IFS= read -r name; do
    is_host_name "$name" || refuse "$BAD_RPC_HOSTS" "RPC_HOSTS_FILE $RPC_HOSTS_FILE must hold host names in lower case, one a line; got '$fact'"
    rpc_hosts="$rpc_hosts${rpc_hosts:+,}$name"
  done <<NAMES
$fact
NAMES
}

# read_fact EXIT_CODE VARIABLE FILE WHAT: leaves the content of a file that the host wrote in $fact.
read_fact() {
  [ -n "$3" ] || refuse "$1" "$2 must name the file with the $4; got ''"
  [ -f "$3" ] || refuse "$1" "$2 must name an existing file; got '$3'"
  fact=$(cat "$3" 2>/dev/null) || refuse "$1" "$2 must be readable by the container's user; got '$3'"
}

# At least two labels, the last one beginning with a letter: an address is no name.
is_host_name() (
  case .$1. in
    *[!a-z0-9.-]* | *..* | *.-* | *-.*) return 1 ;;
  esac
  case ${1##*.} in
    "$1" | [!a-z]*) return 1 ;;
  esac
  [ ${#1} -le 253 ] || return 1
  IFS=.
  # shellcheck disable=SC2086 # the name is split at its dots
  set -- $1
  for label in "$@"; do
    [ ${#label} -le 63 ] || return 1
  done
)

is_ipv4() (
  case $1 in
    *[!0-9.]* | *.) return 1 ;;
  esac
  IFS=.
  # shellcheck disable=SC2086 # the address is split at its dots
  set -- $1
  [ $# -eq 4 ] || return 1
  for octet in "$@"; do
    # A leading zero would be octal to some readers and decimal to others.
    case $octet in
      '' | 0?* | ????*) return 1 ;;
    esac
    [ "$octet" -le 255 ] || return 1
  done
)

# Not this host itself, no link-local address, and none from 224.0.0.0 on, which name many hosts or nobody. A private one is right
# where peers are in the same network.
is_address_of_one_host() {
  case $1 in
    0.* | 127.* | 169.254.* | 22[4-9].* | 2[345]?.*) return 1 ;;
  esac
}

check_minimum_free() {
  # More than nine digits overflow in some shells, where the comparison would then pass.
  case ${MINIMUM_FREE_MIB:-} in
    '' | *[!0-9]* | 0?* | ??????????*) refuse "$BAD_MINIMUM_FREE" "MINIMUM_FREE_MIB must be a whole number of at most nine digits; got '${MINIMUM_FREE_MIB:-}'" ;;
  esac
}

make_data_directory() {
  # Only /data is the chain disk: anything else would fill the root disk.
  case ${DATA_DIRECTORY:-} in
    /data/?*) ;;
    *) refuse "$BAD_DATA_DIRECTORY" "DATA_DIRECTORY must be a directory below /data; got '${DATA_DIRECTORY:-}'" ;;
  esac
  case $DATA_DIRECTORY/ in
    */../*) refuse "$BAD_DATA_DIRECTORY" "DATA_DIRECTORY must not contain '..'; got '$DATA_DIRECTORY'" ;;
  esac
  [ -d "$DATA_DIRECTORY" ] || mkdir "$DATA_DIRECTORY" 2>/dev/null ||
    refuse "$BAD_DATA_DIRECTORY" "DATA_DIRECTORY must be a directory that exists or that the container's user can create; got '$DATA_DIRECTORY'"
}

check_free_space() {
  free_kib=$(free_kib_below "$DATA_DIRECTORY")
  [ -n "$free_kib" ] || refuse "$TOO_LITTLE_SPACE" "DATA_DIRECTORY must be on a file system whose free space df can read; got '$DATA_DIRECTORY'"
  free_mib=$((free_kib / 1024))
  [ "$free_mib" -ge "$MINIMUM_FREE_MIB" ] ||
    refuse "$TOO_LITTLE_SPACE" "DATA_DIRECTORY $DATA_DIRECTORY must have at least MINIMUM_FREE_MIB=$MINIMUM_FREE_MIB MiB free; got $free_mib MiB"
}

free_kib_below() {
  df -Pk "$1" 2>/dev/null | {
    read -r _header
    read -r _device _size _used free _rest || true
    echo "$free"
  }
}

# Writes for real: test -w of some shells overlooks a read-only file system. After the free space, since a full disk would also fail it.
check_data_directory_writable() {
  probe="$DATA_DIRECTORY/.entrypoint-probe"
  (: >"$probe" && rm "$probe") 2>/dev/null || refuse "$BAD_DATA_DIRECTORY" "DATA_DIRECTORY must be writable by the container's user; got '$DATA_DIRECTORY'"
}
