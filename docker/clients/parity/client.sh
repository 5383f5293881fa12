# shellcheck shell=sh disable=SC2034 # sourced by entrypoint.sh, which uses both variables
# Where the image openethereum/openethereum:v3.3.5 has it, outside of PATH.
client_program=/home/openethereum/openethereum
client_address_flag=--nat=extip:
