# shellcheck shell=bash
# Read by each boot script before its first command, where BASH_ENV names this file: ends the script at the commands that
# /etc/test-host/kill-points lists ("<script> <number of the command>"), at each of them once.

# Lower case and long, to be in no script's way.
kill_points_file=/etc/test-host/kill-points
kill_points_script=${0##*/}
kill_points=
kill_points_count=0

kill_points_check() {
  kill_points_count=$((kill_points_count + 1))
  # By the shell itself: a program at each command would take longer than the script.
  if [[ $kill_points == *$'\n'"$kill_points_script $kill_points_count"$'\n'* ]]; then
    sed --in-place "/^$kill_points_script $kill_points_count$/d" "$kill_points_file"
    echo "killed $kill_points_script at $kill_points_count" >>/var/log/test-host/kills
    kill -KILL $$
  fi
}

if [[ $0 == /opt/ethereum-node/* && -e $kill_points_file ]]; then
  kill_points=$'\n'$(<"$kill_points_file")$'\n'
  set -o functrace
  trap 'echo "$kill_points_script $kill_points_count" >>/var/log/test-host/commands' EXIT
  trap kill_points_check DEBUG
fi
