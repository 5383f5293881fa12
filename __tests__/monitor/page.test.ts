import { createHash } from "node:crypto";
import { pageOf, readPage } from "../../monitor/page";

const page = readPage();

test("the page is one file under 60 KB that names no other host", () => {
  expect(Buffer.byteLength(page.html)).toBeLessThan(60_000);
  const urls = [...page.html.matchAll(/[a-z]+:\/\/[^"'`)\s]+/g)].map(([url]) => url);
  // A name of XML, which nothing fetches.
  expect([...new Set(urls)]).toEqual(["http://www.w3.org/2000/svg"]);
});

test("the page writes text only, and no HTML", () => {
  expect(page.html).not.toMatch(/innerHTML|outerHTML|insertAdjacent|document\.write|DOMParser|\beval\b|\son\w+=/);
});

test("the policy allows the one script and the one style by their sums, and the page's own origin", () => {
  const sum = (text: string) => createHash("sha256").update(text).digest("base64");
  const { contentSecurityPolicy } = pageOf("<style>\na {}\n</style><p>text</p><script type=module>\nlet b;\n</script>");
  expect(contentSecurityPolicy.split("; ")).toEqual(
    expect.arrayContaining([
      "default-src 'none'",
      `script-src 'sha256-${sum("\nlet b;\n")}'`,
      `style-src 'sha256-${sum("\na {}\n")}'`,
      "connect-src 'self'",
      "frame-ancestors 'none'",
    ]),
  );
  expect(page.contentSecurityPolicy).not.toMatch(/unsafe|\*|https?:/);
});

test.each([
  ["no script", "<style></style>", "exactly one <script>, has 0"],
  ["two styles", "<script></script><style></style><style></style>", "exactly one <style>, has 2"],
])("refuses a page with %s", (_, html, complaint) => {
  expect(() => pageOf(html)).toThrow(complaint);
});
