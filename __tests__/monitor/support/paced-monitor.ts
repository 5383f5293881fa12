import { pageOf } from "../../../monitor/page";
import { readSettings } from "../../../monitor/settings";
import { startMonitor } from "../../../monitor/start";

/** What the bundler puts in. */
declare const PAGE_HTML: string;

// The program as it is, but for the pace: a test has no minutes.
const [pollSeconds, callTimeoutMilliseconds] = process.argv.slice(2).map(Number) as [number, number];
const output = {
  metrics: (line: string) => process.stdout.write(`${line}\n`),
  log: (line: string) => process.stderr.write(`${line}\n`),
};
void startMonitor(readSettings(process.env), output, { pollSeconds, callTimeoutMilliseconds }, pageOf(PAGE_HTML));
