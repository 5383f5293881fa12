import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { messageOf } from "../../support/message-of";
import { only, resources, synthesize } from "../../support/synthesize";

const { node } = synthesize();
const template = only(node, "aws_launch_template") as {
  user_data: string;
  lifecycle: { precondition: { condition: string; error_message: string }[] };
};
const [local] = Object.keys(node.locals).filter((name) => template.user_data.includes(`local.${name})`));
/** The condition on the user data: others look at what EC2 says. */
const lifecycle = {
  precondition: template.lifecycle.precondition.filter(({ condition }) => condition.includes(`local.${local})`)),
};

/** Text that gzip hardly shortens. */
const noise = (length: number) =>
  Array.from({ length: length / 64 + 1 }, (_, index) => createHash("sha256").update(String(index)).digest("hex"))
    .join("")
    .slice(0, length);

/** Plans the launch template's condition with other content; answers whether Terraform goes on, and the bytes of the user data. */
function plan(content: string) {
  const directory = mkdtempSync(path.join(tmpdir(), "user-data-"));
  const configuration = {
    locals: { [local as string]: content },
    resource: { terraform_data: { template: { input: template.user_data, lifecycle } } },
  };
  writeFileSync(path.join(directory, "main.tf.json"), JSON.stringify(configuration));
  const terraform = (...command: string[]) =>
    spawnSync("terraform", [`-chdir=${directory}`, ...command], {
      encoding: "utf8",
      env: { ...process.env, TF_CLI_CONFIG_FILE: "/dev/null", CHECKPOINT_DISABLE: "1" },
    });
  terraform("init", "-input=false");
  const events = terraform("plan", "-input=false", "-json").stdout.trim().split("\n");
  const errors = events.map((event) => JSON.parse(event)).filter((event) => event["@level"] === "error");
  const expression = template.user_data.slice(2, -1);
  const console = spawnSync("terraform", [`-chdir=${directory}`, "console"], { encoding: "utf8", input: expression });
  rmSync(directory, { recursive: true });
  return {
    bytes: Buffer.from(console.stdout.trim().replaceAll('"', ""), "base64").length,
    complaints: errors.map(({ diagnostic }) => String(diagnostic.detail).replace(/\s+/g, " ")),
  };
}

test("Terraform refuses user data that a launch template would not take, by the byte", () => {
  // The two in the middle make 16,384 and 16,385 bytes, unless another Terraform compresses otherwise.
  const outcomes = [31_000, 31_293, 31_294, 31_600].map((length) => plan(noise(length)));
  for (const { bytes, complaints } of outcomes) {
    expect(complaints).toEqual(
      bytes <= 16_384
        ? []
        : [
            `User data must be at most 16384 bytes, gzipped and before base64; got ${bytes}: shorten the longest settings, such as checkpointUrls.`,
          ],
    );
  }
  expect(new Set(outcomes.map(({ complaints }) => complaints.length))).toEqual(new Set([0, 1]));
});

test("shows beside the user data, in the clear, every value and the sum of every file that it holds", () => {
  const shown = resources(node, "terraform_data")
    .map(({ input }) => input as { node_env?: Record<string, string>; sha256_of_files?: Record<string, string> })
    .filter(({ node_env }) => node_env !== undefined);
  expect(shown).toHaveLength(1);
  const files = (node.locals[local as string] as unknown as { write_files: { path: string; content: string }[] })
    .write_files;
  const [environment, ...others] = files;
  expect(Object.entries(shown[0]?.node_env ?? {}).map(([key, value]) => `${key}='${value}'`)).toEqual(
    environment?.content.trim().split("\n").sort(),
  );
  expect(Object.entries(shown[0]?.sha256_of_files ?? {}).sort()).toEqual(
    others.map(({ content, path }) => [path, `\${sha256(${content.slice(2, -1)})}`]).sort(),
  );
});

test("refuses settings that do not fit before the first plan, which does not know the length", () => {
  const labels = (index: number) =>
    noise(64 * (index + 1))
      .slice(-60)
      .replace(/.{10}/g, "$&.");
  const urls = Array.from({ length: 400 }, (_, index) => `https://${labels(index)}example`);
  const message = messageOf(() => synthesize({ ETHNODE_CLIENT: "geth", ETHNODE_CHECKPOINT_URLS: urls.join(",") }));
  expect(message).toMatch(
    /^User data must be at most 16384 bytes, gzipped; got about \d{5}: shorten the longest settings, such as checkpointUrls$/,
  );
});
