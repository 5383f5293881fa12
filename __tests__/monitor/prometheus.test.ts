import { VERDICTS } from "../../modules/monitor-contract";
import { metricsOf } from "../../monitor/metrics";
import { prometheusText } from "../../monitor/prometheus";
import { STATUS, UNKNOWN_STATUS } from "./support/status";

interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** A parser of Prometheus' text format 0.0.4, as strict as its documentation. */
function parse(text: string): Sample[] {
  expect(text.endsWith("\n")).toBe(true);
  const helped = new Set<string>();
  const typed = new Set<string>();
  const samples: Sample[] = [];
  for (const line of text.trimEnd().split("\n")) {
    const comment = /^# (HELP|TYPE) ([a-z_][a-z0-9_]*) (.+)$/.exec(line);
    if (comment !== null) {
      const [, kind, name, rest] = comment as unknown as [string, string, string, string];
      const seen = kind === "HELP" ? helped : typed;
      expect(seen.has(name)).toBe(false);
      expect(samples.some((sample) => sample.name === name)).toBe(false);
      expect(kind === "HELP" || ["gauge", "counter"].includes(rest)).toBe(true);
      seen.add(name);
      continue;
    }
    const sample =
      /^([a-z_][a-z0-9_]*)(?:\{((?:[a-z_]+="(?:[^"\\\n]|\\["\\n])*",?)+)\})? (-?[0-9]+(?:\.[0-9]+)?(?:e[+-]?[0-9]+)?)$/.exec(
        line,
      );
    expect([line, sample]).not.toEqual([line, null]);
    const [, name, labels, value] = sample as unknown as [string, string, string | undefined, string];
    expect(helped.has(name) && typed.has(name)).toBe(true);
    const pairs = [...(labels ?? "").matchAll(/([a-z_]+)="((?:[^"\\]|\\.)*)"/g)];
    samples.push({
      name,
      labels: Object.fromEntries(pairs.map(([, key, text]) => [key, JSON.parse(`"${text}"`)])),
      value: Number(value),
    });
  }
  return samples;
}

const read = (status = STATUS) => parse(prometheusText(status, metricsOf(status, 50_000_000)));
const gauge = (samples: Sample[], name: string) => samples.find((sample) => sample.name === name)?.value;

test("can be parsed, and says what the status says", () => {
  const samples = read();
  expect(gauge(samples, "ethereum_node_ready")).toBe(1);
  expect(gauge(samples, "ethereum_node_block_age_seconds")).toBe(4.25);
  expect(gauge(samples, "ethereum_node_disk_used_ratio")).toBe(0.7);
  expect(gauge(samples, "ethereum_node_disk_full_in_seconds")).toBe(41.5 * 86_400);
  expect(gauge(samples, "ethereum_node_reference_difference_blocks")).toBe(-1);
  expect(samples[0]?.labels).toEqual({ node: "node-0", chain: "mainnet", client: STATUS.client });
});

test("has names by the convention: a prefix, and a base unit at the end", () => {
  for (const { name } of read()) {
    expect(name).toMatch(/^ethereum_node_[a-z_]+$/);
    expect(name).not.toMatch(/percent|_days|_ms|_total$/);
  }
});

test("leaves out what is not known", () => {
  const names = read(UNKNOWN_STATUS).map(({ name }) => name);
  expect(names).toContain("ethereum_node_ready");
  expect(names).not.toContain("ethereum_node_block_height");
});

test.each([...VERDICTS.entries()])("the number %i is the verdict %s", (number, verdict) => {
  const status = { ...STATUS, verdict };
  expect(gauge(read(status), "ethereum_node_verdict")).toBe(number);
  expect(prometheusText(status, {})).toContain(`${number} ${verdict}`);
});
