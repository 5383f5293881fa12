# shellcheck shell=sh disable=SC2034 # sourced by entrypoint.sh, which uses both variables
client_program=geth
client_address_flag=--nat=extip:
