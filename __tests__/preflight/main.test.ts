import { spawnSync } from "node:child_process";
import path from "node:path";

// In a process of its own: among jest's own globals the SDK does not know Node's errors for such, and loses their code.
test.each([
  ["http://127.0.0.1:1", "ECONNREFUSED"],
  // As the endpoints of a region that there is not.
  ["http://sts.eu-centrl-1.invalid", "(ENOTFOUND|EAI_AGAIN)"],
])(
  "where %s does not answer, it ends at once and names region and network",
  (endpoint, code) => {
    const { status, stdout } = spawnSync(process.execPath, ["--import", "tsx", "preflight/main.ts"], {
      cwd: path.resolve(__dirname, "../.."),
      encoding: "utf8",
      env: {
        ...process.env,
        ETHNODE_REGION: "eu-centrl-1",
        AWS_ENDPOINT_URL: endpoint,
        AWS_ACCESS_KEY_ID: "key",
        AWS_SECRET_ACCESS_KEY: "secret",
      },
    });
    expect(status).toBe(1);
    expect(stdout.trim().split("\n").slice(1)).toEqual([
      expect.stringMatching(
        new RegExp(
          `^refused  credentials must be valid in eu-centrl-1; got no answer, ${code}: is that a region of AWS`,
        ),
      ),
    ]);
  },
  60_000,
);
