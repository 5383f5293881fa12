/** What one check found. */
export interface Finding {
  readonly verdict: "ok" | "warning" | "refused";
  /** The rule and the values. */
  readonly text: string;
}

export const ok = (text: string): Finding => ({ verdict: "ok", text });
export const warning = (text: string): Finding => ({ verdict: "warning", text });
export const refused = (text: string): Finding => ({ verdict: "refused", text });
