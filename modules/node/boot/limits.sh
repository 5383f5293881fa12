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
  local output command ended status=0
  output=$(mktemp)
  exec {ended}<> <(:)
  (
    trap 'echo >&"$ended"' EXIT
    "${@:2}" >"$output" 2>"$output.errors" </dev/null
  ) &
  command=$!
  # By a pipe and not by `wait -n`, which may have forgotten a job that ended too soon.
  if read -r -t "$1" -u "$ended" _; then
    wait "$command" || status=$?
  else
    kill -KILL "$command" 2>/dev/null || true
    # Or the shell would tell of its end.
    disown "$command" 2>/dev/null || true
    echo "no answer within $1 s" >>"$output.errors"
    status=$TIMED_OUT
  fi
  exec {ended}>&-
  cat "$output"
  cat "$output.errors" >&2
  rm --force "$output" "$output.errors"
  return "$status"
}

# patiently WHAT COMMAND...: for what may rightly take hours, such as reading a disk that still loads from its snapshot;
# says every minute that it goes on.
patiently() {
  local command ended status=0 begun
  begun=$(uptime_seconds)
  exec {ended}<> <(:)
  (
    trap 'echo >&"$ended"' EXIT
    "${@:2}" </dev/null
  ) &
  command=$!
  until read -r -t "${PROGRESS_SECONDS:-60}" -u "$ended" _; do
    # Killed, it would not have told its end.
    kill -0 "$command" 2>/dev/null || break
    log "$1, $(($(uptime_seconds) - begun)) s so far"
  done
  exec {ended}>&-
  wait "$command" || status=$?
  return "$status"
}
