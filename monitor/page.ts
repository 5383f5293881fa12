import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";

/** The page at `/`, and the header that goes with it. */
export interface Page {
  readonly html: string;
  /** The value of `Content-Security-Policy`: the page's own script and style, and no other. */
  readonly contentSecurityPolicy: string;
}

/** Reads `page.html`, which lies beside the program. */
export function readPage(directory = __dirname): Page {
  return pageOf(readFileSync(path.join(directory, "page.html"), "utf8"));
}

/** The page with its policy, which knows script and style by their sums. */
export function pageOf(html: string): Page {
  const contentSecurityPolicy = [
    "default-src 'none'",
    `script-src ${sumOf(html, "script")}`,
    `style-src ${sumOf(html, "style")}`,
    // The tab's icon, which the page draws.
    "img-src data:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    // What others named can reach no place where it would be read as HTML.
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join("; ");
  return { html, contentSecurityPolicy };
}

function sumOf(html: string, element: "script" | "style"): string {
  const [only, ...others] = [...html.matchAll(new RegExp(`<${element}\\b[^>]*>([\\s\\S]*?)</${element}>`, "g"))];
  if (only === undefined || others.length > 0) {
    throw new Error(`page.html must have exactly one <${element}>, has ${only === undefined ? 0 : others.length + 1}`);
  }
  return `'sha256-${createHash("sha256").update(String(only[1])).digest("base64")}'`;
}
