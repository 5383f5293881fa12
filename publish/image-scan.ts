/** Severities of ECR, the worst first. */
export const SEVERITIES = ["critical", "high", "medium", "low"] as const;
export type Severity = (typeof SEVERITIES)[number];

/** What ECR answers to DescribeImageScanFindings, as far as it matters here. */
export interface ScanAnswer {
  readonly imageScanStatus?: { readonly status?: string; readonly description?: string };
  readonly imageScanFindings?: { readonly findingSeverityCounts?: Readonly<Record<string, number>> };
}

/** What became of a scan. */
export type Verdict =
  | { readonly kind: "running" }
  | { readonly kind: "passed" | "failed" | "not-scanned"; readonly text: string };

/** @param worst severity from which on a finding fails; "none" for never */
export function judgeScan({ imageScanFindings, imageScanStatus }: ScanAnswer, worst: Severity | "none"): Verdict {
  const status = imageScanStatus?.status ?? "";
  if (["IN_PROGRESS", "PENDING"].includes(status)) {
    return { kind: "running" };
  }
  // Of a basic scan and of a continuous one.
  if (!["COMPLETE", "ACTIVE"].includes(status)) {
    return { kind: "not-scanned", text: `${status}: ${imageScanStatus?.description ?? "ECR gives no reason"}` };
  }
  const counts = imageScanFindings?.findingSeverityCounts ?? {};
  const found = SEVERITIES.map((severity) => [severity, counts[severity.toUpperCase()] ?? 0] as const);
  const text = found.map(([severity, count]) => `${count} ${severity}`).join(", ");
  const failing = worst === "none" ? [] : found.slice(0, SEVERITIES.indexOf(worst) + 1);
  return { kind: failing.some(([, count]) => count > 0) ? "failed" : "passed", text };
}
