import { homedir } from "node:os";
import { bundleMonitor } from "../../monitor/bundle";

test("is one file of at most 300 KB that needs nothing beside Node", () => {
  const bundle = bundleMonitor();
  expect(Buffer.byteLength(bundle)).toBeLessThan(300 * 1024);
  const needed = [...bundle.matchAll(/require\("([^"]+)"\)/g)].map(([, name]) => name as string);
  expect(needed.filter((name) => !name.startsWith("node:"))).toEqual([]);
});

test("is the same from whatever folder and environment, and holds no path of this machine", () => {
  const folder = process.cwd();
  const bundle = bundleMonitor();
  try {
    process.chdir("/");
    process.env.TSX_TSCONFIG_PATH = "/nowhere";
    expect(bundleMonitor()).toBe(bundle);
  } finally {
    process.chdir(folder);
    delete process.env.TSX_TSCONFIG_PATH;
  }
  for (const path of [folder, homedir()].filter((path) => path !== "/")) {
    expect(bundle).not.toContain(path);
  }
});
