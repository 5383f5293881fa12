import path from "node:path";
import { consensusClients, executionClients } from "../modules/clients/catalogue";
import { SHELL_IMAGE } from "../modules/image/client-image-build";
import { NODE_IMAGE } from "../modules/image/monitor-image-build";
import { compareDigests, type TagToPin, writeDigests } from "./image-digests";

const FILE = path.resolve(__dirname, "../modules/image/base-image-digests.json");

/** Every image that an image of ours may be built from. */
function baseImages(): TagToPin[] {
  const clients = [...Object.values(executionClients), ...Object.values(consensusClients)];
  return [
    ...clients.map(({ architectures, image, version }) => ({ image: `${image}:${version}`, architectures })),
    ...[SHELL_IMAGE, NODE_IMAGE].map(({ repository, tag }) => ({
      image: `${repository}:${tag}`,
      architectures: ["arm64", "x86_64"] as const,
    })),
  ];
}

async function main(checkOnly: boolean): Promise<void> {
  const comparison = await compareDigests(FILE, baseImages());
  const { changes, failures } = comparison;
  for (const change of changes) {
    console.log(change);
  }
  for (const failure of failures) {
    console.error(`pin-images: ${failure}`);
  }
  if (!checkOnly && changes.length > 0) {
    writeDigests(FILE, comparison);
    console.log(`${path.relative(process.cwd(), FILE)} written: look at it and commit it`);
  }
  process.exitCode = failures.length > 0 || (checkOnly && changes.length > 0) ? 1 : 0;
}

main(process.argv[2] === "--check").catch((error: Error) => {
  console.error(`pin-images: ${error.message}`);
  process.exitCode = 1;
});
