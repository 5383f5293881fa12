import { CALL_TIMEOUT_MILLISECONDS, POLL_SECONDS } from "./poll";
import { readSettings, SettingsError } from "./settings";
import { startMonitor } from "./start";

const log = (line: string) => process.stderr.write(`monitor: ${line}\n`);
const pace = { pollSeconds: POLL_SECONDS, callTimeoutMilliseconds: CALL_TIMEOUT_MILLISECONDS };

// There is nothing to close, and PID 1 has no default for signals.
for (const signal of ["SIGTERM", "SIGINT"] as const) {
  process.on(signal, () => process.exit(0));
}
// A log driver that went away is no reason to stop answering.
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", () => undefined);
}

async function main(): Promise<void> {
  const output = { metrics: (line: string) => process.stdout.write(`${line}\n`), log };
  const port = await startMonitor(readSettings(process.env), output, pace);
  log(`listens on port ${port}`);
}

main().catch((error: Error) => {
  for (const line of error instanceof SettingsError ? error.lines : [error.message]) {
    log(line);
  }
  process.exit(1);
});
