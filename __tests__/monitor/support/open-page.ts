import { execFileSync } from "node:child_process";
import puppeteer, { type Browser, type Page } from "puppeteer-core";

/** A loaded machine with two cores starts a browser late. */
const START_SECONDS = 120;
const WAIT_SECONDS = 60;

/** The real Chromium of this machine, without a window. */
export function startBrowser(): Promise<Browser> {
  const executablePath = execFileSync("sh", ["-c", "command -v chromium"], { encoding: "utf8" }).trim();
  // Chromium's sandbox refuses root, and /dev/shm is small in a container.
  const args = ["--disable-dev-shm-usage", ...(process.getuid?.() === 0 ? ["--no-sandbox"] : [])];
  const timeout = START_SECONDS * 1000;
  // By a pipe: with it ends the browser, however the test ends.
  return puppeteer.launch({ executablePath, args, timeout, protocolTimeout: timeout, pipe: true });
}

/** How the page is looked at. */
export interface View {
  readonly width?: number;
  readonly height?: number;
  readonly scheme?: "light" | "dark";
  readonly reducedMotion?: boolean;
  readonly scripts?: boolean;
  /** How often faster than in fact the page's intervals pass. */
  readonly hurry?: number;
  /** What runs before the page's own script. */
  readonly first?: string;
}

/** A page that is open, with what went wrong in it and what it asked for. */
export class OpenPage {
  readonly complaints: string[] = [];
  readonly requests: string[] = [];

  private constructor(readonly page: Page) {
    page.on("console", (message) => {
      if (["error", "warn"].includes(message.type())) {
        this.complaints.push(message.text());
      }
    });
    page.on("pageerror", (error) => this.complaints.push(String(error)));
    page.on("request", (request) => this.requests.push(request.url()));
  }

  /** Opens the address, and waits until the page has drawn what it got. */
  static async at(browser: Browser, url: string, view: View = {}): Promise<OpenPage> {
    const open = new OpenPage(await browser.newPage());
    const { page } = open;
    page.setDefaultTimeout(WAIT_SECONDS * 1000);
    await page.setViewport({ width: view.width ?? 1080, height: view.height ?? 900 });
    await page.emulateMediaFeatures([
      { name: "prefers-color-scheme", value: view.scheme ?? "light" },
      { name: "prefers-reduced-motion", value: view.reducedMotion === true ? "reduce" : "no-preference" },
    ]);
    await page.setJavaScriptEnabled(view.scripts ?? true);
    const hurry = `{ const real = setInterval; window.setInterval = (work, ms) => real(work, ms / ${view.hurry ?? 1}); }`;
    await page.evaluateOnNewDocument(`${hurry}${view.first ?? ""}`);
    await page.goto(url);
    if (view.scripts ?? true) {
      await open.until("performance.getEntriesByName('drawn').length > 0");
    }
    return open;
  }

  /** The value of an expression in the page. */
  async see<Value>(expression: string): Promise<Value> {
    return (await this.page.evaluate(expression)) as Value;
  }

  /** Waits until an expression in the page is true. */
  async until(expression: string): Promise<void> {
    await this.page.waitForFunction(expression, { polling: 50 });
  }

  /** What a person reads in the first element that a selector finds. */
  text(selector: string): Promise<string> {
    return this.see(`document.querySelector(${JSON.stringify(selector)}).innerText.trim()`);
  }
}
