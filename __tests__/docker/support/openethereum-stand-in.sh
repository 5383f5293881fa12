#!/bin/sh
# shellcheck disable=SC2249 # what no pattern of a case names is right
# In the place of OpenEthereum, which cannot be had here: what its source at v3.3.5 does with keys and their password
# (bin/oe/account.rs, account_utils.rs, helpers.rs), failures included, and no more. Its keys open with their password only.
set -eu

fail() {
  echo "$1" >&2
  exit 1
}

# The value of a flag among the arguments; nothing without it.
value_of() {
  flag=$1
  shift
  for argument in "$@"; do
    case $argument in
      "$flag="*) echo "${argument#*=}" ;;
    esac
  done
}

keys=$(value_of --keys-path "$@")/Acme
password_file=$(value_of --password "$@")
signer=$(value_of --engine-signer "$@")

sum_of_password() {
  [ -n "$password_file" ] || fail "No password found for the consensus signer $signer."
  [ -r "$password_file" ] || fail "$password_file Unable to read password file. Ensure it exists and permissions are correct."
  [ -s "$password_file" ] || fail "Password file seems to be empty."
  head -n 1 "$password_file" | sha256sum
}

case "$*" in
  "account new "*)
    # A death in the middle of it, where a test asks for one.
    [ ! -e "${password_file%/*}/../die-before-key" ] || kill -KILL "$$"
    sum=$(sum_of_password)
    mkdir -p "$keys" || fail "Could not open keys directory"
    address=0x$(od -An -v -tx1 -N20 /dev/urandom | tr -d ' \n')
    (umask 077 && echo "$sum" >"$keys/UTC--$address")
    [ ! -e "${password_file%/*}/../die-before-answer" ] || kill -KILL "$$"
    echo "$address"
    ;;
  *)
    if [ -n "$signer" ]; then
      [ -e "$keys/UTC--$signer" ] || fail "Consensus signer account not found for the current chain."
      [ "$(sum_of_password)" = "$(cat "$keys/UTC--$signer")" ] || fail "No valid password for the consensus signer $signer."
    fi
    peers=$(value_of --reserved-peers "$@")
    [ -z "$peers" ] || cat "$peers" || fail "Error opening reserved nodes file"
    printf '%s\n' "$@"
    ;;
esac
