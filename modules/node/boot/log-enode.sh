#!/usr/bin/env bash
# Says once a boot by which enode URL other nodes find this one, once the client has made its key: the value of ETHNODE_BOOTNODES.
# shellcheck source-path=SCRIPTDIR source=lib.sh
source "${BASH_SOURCE%/*}/lib.sh"

readonly SAID=$BOOT_FACTS/enode

# The key is in a directory in which the client may put anything, links too: nothing there is read as root. By a clock of its
# own, as the watch leaves behind what it starts.
as_client() {
  timeout --kill-after=2 10 setpriv --reuid="${CLIENT_OWNER%:*}" --regid="${CLIENT_OWNER#*:}" --clear-groups --no-new-privs "$@"
}

main() {
  load_settings MOUNT_POINT CLIENT_OWNER P2P_ADDRESS_FILE
  [[ -n ${NODE_KEY_FILE:-} && ! -e $SAID && -r $P2P_ADDRESS_FILE ]] || return 0
  local address enode
  read -r address <"$P2P_ADDRESS_FILE"
  # Not there yet: the next round asks again.
  enode=$(within 20 as_client "${BASH_SOURCE%/*}/enode.py" "$MOUNT_POINT/$NODE_KEY_FILE" "$address" "$P2P_PORT" 2>/dev/null) || return 0
  write_file "$SAID" <<<"$enode"
  log "peers find this node at $enode"
}

main "$@"
