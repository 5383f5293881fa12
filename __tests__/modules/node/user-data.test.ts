import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import { App } from "cdktf";
import { MAXIMUM_USER_DATA_BYTES } from "../../../modules/node/user-data";
import { NodeStack } from "../../../stacks/node-stack";
import { readSettings } from "../../../stacks/settings/settings";
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

/** The user data of each node, as Terraform renders it of the real files. */
function rendered(settings: NodeJS.ProcessEnv): Buffer[] {
  const outdir = mkdtempSync(path.join(tmpdir(), "rendered-"));
  try {
    const app = new App({ outdir });
    new NodeStack(app, "nodes", readSettings(app, settings));
    app.synth();
    const folder = path.join(outdir, "stacks", "nodes");
    const { locals, resource } = JSON.parse(readFileSync(path.join(folder, "cdk.tf.json"), "utf8"));
    rmSync(path.join(folder, "cdk.tf.json"));
    let count = 0;
    // As long as any id that AWS gives, and as any domain name that the variable takes; each is another, as they are in AWS.
    const ofFiles = Object.entries(locals).filter(([, value]) => /file\(|base64gzip/.test(JSON.stringify(value)));
    const known = JSON.stringify(Object.fromEntries(ofFiles)).replace(/\$\{(aws_|var)[^}]*\}/g, (reference) => {
      count += 1;
      return noise(64 * count + 220).slice(-(reference.includes("var.dns_name") ? 220 : 24));
    });
    writeFileSync(path.join(folder, "locals.tf.json"), JSON.stringify({ locals: JSON.parse(known) }));
    return (Object.values(resource.aws_launch_template) as { user_data: string }[]).map(({ user_data }) => {
      const { stdout } = spawnSync("terraform", [`-chdir=${folder}`, "console"], {
        encoding: "utf8",
        input: user_data.slice(2, -1),
        env: { ...process.env, TF_CLI_CONFIG_FILE: "/dev/null", CHECKPOINT_DISABLE: "1" },
      });
      return Buffer.from(stdout.trim().replaceAll('"', ""), "base64");
    });
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

test("has 3 KB to spare in the largest stack", () => {
  const urls = Array.from({ length: 10 }, (_, index) => `https://checkpoint-${index}.beacon-provider.example:5052/eth`);
  const all = rendered({
    ETHNODE_NAME: "a-name-of-24-characters0",
    ETHNODE_REGION: "ap-southeast-1",
    ETHNODE_CLIENT: "geth",
    ETHNODE_CONSENSUS_CLIENT: "lighthouse",
    ETHNODE_NODE_NAMES: "the-longest-name-of-them,b",
    ETHNODE_ELASTIC_IP: "true",
    ETHNODE_CHECKPOINT_URLS: urls.join(","),
  });
  expect(all).toHaveLength(2);
  for (const userData of all) {
    const text = gunzipSync(userData).toString();
    expect(text).toMatch(
      /^#cloud-config\n.*CHECKPOINT_URLS='https:.*:5052\/eth'.*install --assumeyes --quiet awscli-2/s,
    );
    expect(userData.length).toBeLessThanOrEqual(MAXIMUM_USER_DATA_BYTES - 3 * 1024);
  }
});
