#!/usr/bin/env bash
# Closes to the containers what is none of their business: every port of this host, the ECS agent's among them, and the
# link-local addresses, where AWS hands out credentials. Peers, callers, other containers and DNS stay.
# shellcheck source-path=SCRIPTDIR source=lib.sh
source "${BASH_SOURCE%/*}/lib.sh"

# In a table that neither Docker nor the ECS agent touches, passed before the agent redirects 169.254.170.2 to itself.
readonly TABLE=mangle
readonly CHAIN=ETHEREUM-CONTAINERS
readonly FROM_CONTAINERS=(PREROUTING --in-interface docker0 --jump "$CHAIN")
readonly WAIT_SECONDS=30

rules_of_ipv4() {
  cat <<RULES
-A $CHAIN -m conntrack --ctstate ESTABLISHED --ctdir REPLY -j RETURN
-A $CHAIN -d 169.254.169.253 -p udp --dport 53 -j RETURN
-A $CHAIN -d 169.254.169.253 -p tcp --dport 53 -j RETURN
-A $CHAIN -d 169.254.0.0/16 -j DROP
-A $CHAIN -m addrtype --dst-type LOCAL -j DROP
-A $CHAIN -m addrtype --dst-type BROADCAST -j DROP
-A $CHAIN -m addrtype --dst-type MULTICAST -j DROP
RULES
}

# The containers have no IPv6, so what comes by it is none of their work.
rules_of_ipv6() {
  echo "-A $CHAIN -j DROP"
}

# close_by PROGRAM RULES: all rules at once, and only then the way to them.
close_by() {
  local program=$1
  printf '*%s\n:%s - [0:0]\n%s\nCOMMIT\n' "$TABLE" "$CHAIN" "$2" |
    timeout --kill-after=5 60 "$program-restore" --noflush --wait "$WAIT_SECONDS"
  in_table "$program" --check "${FROM_CONTAINERS[@]}" 2>/dev/null || in_table "$program" --insert "${FROM_CONTAINERS[@]}"
}

in_table() {
  timeout --kill-after=5 60 "$1" --wait "$WAIT_SECONDS" --table "$TABLE" "${@:2}"
}

main() {
  close_by iptables "$(rules_of_ipv4)"
  [[ ! -e /proc/net/if_inet6 ]] || close_by ip6tables "$(rules_of_ipv6)"
  log "containers reach no port of this host and no link-local address"
}

main "$@"
