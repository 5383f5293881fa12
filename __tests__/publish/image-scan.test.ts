import { judgeScan } from "../../publish/image-scan";

const complete = (findingSeverityCounts: Record<string, number>) => ({
  imageScanStatus: { status: "COMPLETE" },
  imageScanFindings: { findingSeverityCounts },
});

test.each([
  ["none", "passed"],
  ["critical", "passed"],
  ["high", "failed"],
  ["medium", "failed"],
  ["low", "failed"],
] as const)("a finding of severity high with --fail-on %s: %s", (worst, kind) => {
  expect(judgeScan(complete({ HIGH: 2, INFORMATIONAL: 7 }), worst)).toEqual({
    kind,
    text: "0 critical, 2 high, 0 medium, 0 low",
  });
});

test("a continuous scan counts as a finished one", () => {
  const answer = { ...complete({ CRITICAL: 1 }), imageScanStatus: { status: "ACTIVE" } };
  expect(judgeScan(answer, "critical").kind).toBe("failed");
});

test.each(["IN_PROGRESS", "PENDING"])("%s is no answer yet", (status) => {
  expect(judgeScan({ imageScanStatus: { status } }, "low")).toEqual({ kind: "running" });
});

test.each(["FAILED", "UNSUPPORTED_IMAGE", "SCAN_ELIGIBILITY_EXPIRED", "LIMIT_EXCEEDED"])(
  "%s is no scan, and never passes for a clean one",
  (status) => {
    const description = "UnsupportedImageError";
    expect(judgeScan({ imageScanStatus: { status, description } }, "low")).toEqual({
      kind: "not-scanned",
      text: `${status}: UnsupportedImageError`,
    });
  },
);
