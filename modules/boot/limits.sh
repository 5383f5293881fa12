# shellcheck shell=bash
# Sourced by lib.sh: how long a command may take, by a clock that no one sets.

# What timeout answers, too.
readonly TIMED_OUT=124

# uptime_seconds: prints the seconds since the boot, which no step of the clock changes.
uptime_seconds() {
  local up
  read -r up _ </proc/uptime
  echo "${up%.*}"
}

# within SECONDS COMMAND...: as timeout, but for commands that touch the chain disk: does not wait for a process that a
# silent disk holds in the kernel, where no signal reaches it. Status 124 says that the time was up.
within() {
  local output ended='' command timer status=0
  output=$(mktemp)
  "${@:2}" >"$output" 2>"$output.errors" </dev/null &
  command=$!
  # Without the caller's pipes, which it would keep open.
  sleep "$1" >/dev/null 2>&1 &
  timer=$!
  wait -n -p ended "$command" "$timer" || status=$?
  if [[ $ended == "$timer" ]]; then
    kill -KILL "$command" 2>/dev/null || true
    echo "no answer within $1 s" >>"$output.errors"
    status=$TIMED_OUT
  else
    kill "$timer" 2>/dev/null || true
  fi
  # Or the shell would tell of its end.
  disown "$command" "$timer" 2>/dev/null || true
  cat "$output"
  cat "$output.errors" >&2
  rm --force "$output" "$output.errors"
  return "$status"
}

# patiently WHAT COMMAND...: for what may rightly take hours, such as reading a disk that still loads from its snapshot;
# says every minute that it goes on.
patiently() {
  local command ended timer status=0 begun
  begun=$(uptime_seconds)
  "${@:2}" &
  command=$!
  while true; do
    sleep "${PROGRESS_SECONDS:-60}" >/dev/null 2>&1 &
    timer=$!
    wait -n -p ended "$command" "$timer" || status=$?
    [[ $ended == "$timer" ]] || break
    log "$1, $(($(uptime_seconds) - begun)) s so far"
  done
  kill "$timer" 2>/dev/null || true
  return "$status"
}
