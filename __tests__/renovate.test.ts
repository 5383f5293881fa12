import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { consensusClients, executionClients } from "../modules/clients/catalogue";
import { SHELL_IMAGE } from "../modules/image/client-image-build";
import { NODE_IMAGE } from "../modules/image/monitor-image-build";

const ROOT = path.resolve(__dirname, "..");
const { customManagers } = JSON.parse(readFileSync(path.join(ROOT, "renovate.json"), "utf8")) as {
  customManagers: { managerFilePatterns: string[]; matchStrings: string[] }[];
};

/** What renovate would find in the files of this project: image and version. */
function found(): string[] {
  const files = readdirSync(path.join(ROOT, "modules"), { recursive: true, encoding: "utf8" })
    .filter((file) => /\.(ts|json)$/.test(file))
    .map((file) => `modules/${file}`);
  return customManagers.flatMap(({ managerFilePatterns, matchStrings }) =>
    files
      .filter((file) => managerFilePatterns.some((pattern) => new RegExp(pattern.slice(1, -1)).test(file)))
      .flatMap((file) => {
        const content = readFileSync(path.join(ROOT, file), "utf8");
        return matchStrings.flatMap((pattern) => [...content.matchAll(new RegExp(pattern, "g"))]);
      })
      .map(({ groups }) => [groups?.depName, groups?.currentValue, groups?.currentDigest].filter(Boolean).join(":")),
  );
}

const OTHERS = [SHELL_IMAGE, NODE_IMAGE].map(({ repository, tag }) => `${repository}:${tag}`);
/** The digests that the project keeps, by image. */
const digests = JSON.parse(readFileSync(path.join(ROOT, "modules/image/base-image-digests.json"), "utf8")) as object;

test("renovate finds the image of every client, the shell's and Node's", () => {
  const clients = [...Object.values(executionClients), ...Object.values(consensusClients)];
  const images = [...clients.map(({ image, version }) => `${image}:${version}`), ...OTHERS];
  const pinned = Object.entries(digests).map(([image, digest]) => `${image}:${digest}`);
  expect(found().sort()).toEqual([...images, ...pinned].sort());
});

test("no digest is kept of an image that is not used", () => {
  const images = [...Object.values(executionClients), ...Object.values(consensusClients)];
  const used = [...images.map(({ image, version }) => `${image}:${version}`), ...OTHERS];
  expect(Object.keys(digests).filter((image) => !used.includes(image))).toEqual([]);
});
