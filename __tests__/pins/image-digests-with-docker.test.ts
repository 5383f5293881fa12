import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { Emulator } from "../../lab/emulator/emulator";
import { LocalAws } from "../../lab/emulator/local-aws";
import { StateDir } from "../../machine/state-dir";
import { BaseImage } from "../../modules/image/base-image";
import { compareDigests, type TagToPin, writeDigests } from "../../pins/image-digests";
import { docker } from "../docker/support/docker";

const INDEX = "application/vnd.oci.image.index.v1+json";
const MANIFESTS = "application/vnd.docker.distribution.manifest.v2+json";
let state: StateDir;
let emulator: Emulator;
let repository: string;
let file: string;

/** A registry that keeps images: the ECR of a local AWS of this test's own. */
beforeAll(async () => {
  state = new StateDir(mkdtempSync(path.join(tmpdir(), "registry-")));
  mkdirSync(state.run);
  symlinkSync(StateDir.fromEnvironment().cache, state.cache);
  emulator = new Emulator(state, await freePort());
  await emulator.start(() => {});
  await new LocalAws(emulator.endpoint).ensureRepository("client");
  repository = `localhost:${emulator.port}/client`;
  file = path.join(state.root, "digests.json");
});

afterAll(async () => {
  await emulator.stop();
  rmSync(state.root, { recursive: true });
});

test("pins the index that a tag means, and a check fails once the tag has moved", async () => {
  const first = await pushIndex("v1.0", "first", ["amd64", "arm64"]);
  const tags: TagToPin[] = [{ image: `${repository}:v1.0`, architectures: ["arm64", "x86_64"] }];
  writeFileSync(file, "{}");
  const pinned = await compareDigests(file, tags);
  expect(pinned).toEqual({
    digests: { [`${repository}:v1.0`]: first },
    changes: [`${repository}:v1.0: no digest -> ${first}`],
    failures: [],
  });
  writeDigests(file, pinned);
  expect(await compareDigests(file, tags)).toMatchObject({ changes: [], failures: [] });

  const second = await pushIndex("v1.0", "second", ["amd64", "arm64"]);
  expect(second).not.toBe(first);
  expect(await compareDigests(file, tags)).toMatchObject({ changes: [`${repository}:v1.0: ${first} -> ${second}`] });
});

test("what is built from the pinned image stays the same when the tag moves", async () => {
  const first = await pushIndex("v2.0", "first", ["amd64"]);
  await pushIndex("v2.0", "second", ["amd64"]);
  const contentOf = (version: string) => {
    const { reference } = new BaseImage(repository, version);
    const context = mkdtempSync(path.join(tmpdir(), "context-"));
    writeFileSync(path.join(context, "Dockerfile"), "ARG BASE_IMAGE\nFROM $BASE_IMAGE\n");
    const id = docker("build", "--quiet", "--pull", "--build-arg", `BASE_IMAGE=${reference}`, context);
    rmSync(context, { recursive: true });
    const label = docker("image", "inspect", "--format", "{{.Config.Labels.content}}", id);
    docker("image", "rm", "--force", id, reference);
    return label;
  };
  expect(contentOf(`v2.0@${first}`)).toBe("first");
  expect(contentOf("v2.0")).toBe("second");
});

test("keeps the old digest and says so where an image lacks an architecture or a registry does not answer", async () => {
  await pushIndex("v3.0", "first", ["amd64"]);
  const silent = `localhost:${await freePort()}/client:v1.0`;
  const old = `sha256:${"a".repeat(64)}`;
  writeFileSync(file, JSON.stringify({ [silent]: old, "gone:v1.0": old }));
  const { changes, digests, failures } = await compareDigests(file, [
    { image: `${repository}:v3.0`, architectures: ["arm64", "x86_64"] },
    { image: silent, architectures: ["x86_64"] },
  ]);
  expect(digests).toEqual({ [silent]: old });
  expect(changes).toEqual([`gone:v1.0: ${old} -> not used`]);
  expect(failures).toHaveLength(2);
  expect(failures).toContainEqual(expect.stringMatching(`^${silent}: .*connection refused`));
  expect(failures).toContain(`${repository}:v3.0: must exist for arm64 and x86_64; the registry has it for amd64`);
});

/** Pushes an image and an index that names it for each of these architectures. Answers the digest of the index. */
async function pushIndex(tag: string, content: string, architectures: readonly string[]): Promise<string> {
  const context = mkdtempSync(path.join(tmpdir(), "context-"));
  const image = `${repository}:${tag}-manifest`;
  writeFileSync(
    path.join(context, "Dockerfile"),
    "FROM scratch\nARG CONTENT\nLABEL content=$CONTENT\nCOPY Dockerfile /\n",
  );
  docker("build", "--quiet", "--build-arg", `CONTENT=${content}`, "--tag", image, context);
  rmSync(context, { recursive: true });
  docker("push", "--quiet", image);
  docker("image", "rm", "--force", image);
  const manifests = `${emulator.endpoint}/v2/client/manifests`;
  const manifest = await (await fetch(`${manifests}/${tag}-manifest`, { headers: { accept: MANIFESTS } })).text();
  const index = JSON.stringify({
    schemaVersion: 2,
    mediaType: INDEX,
    manifests: architectures.map((architecture) => ({
      mediaType: MANIFESTS,
      digest: `sha256:${sha256(manifest)}`,
      size: manifest.length,
      platform: { os: "linux", architecture },
    })),
  });
  const put = await fetch(`${manifests}/${tag}`, { method: "PUT", body: index, headers: { "content-type": INDEX } });
  expect(put.status).toBe(201);
  return `sha256:${sha256(index)}`;
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
