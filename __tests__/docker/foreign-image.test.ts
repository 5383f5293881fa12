import { geth } from "../../modules/clients/execution/geth";
import { containerDefinitions } from "../support/container-definitions";
import { synthesize } from "../support/synthesize";
import { baseImage, buildClientImage, removeImages } from "./support/client-image";
import { docker, tryDocker } from "./support/docker";

/** An image that was not built from docker/, started as the task definition says. */
const { node } = synthesize({ ETHNODE_CLIENT: "geth", ETHNODE_CHAIN: "dev", ETHNODE_IMAGE: "ghcr.io/acme/geth:1" });
const [{ command, entryPoint, user }] = containerDefinitions(node);

function start(image: string) {
  const [program, ...rest] = entryPoint;
  const flags = ["--rm", "--network=none", `--user=${user}`, `--entrypoint=${program}`];
  return tryDocker("run", ...flags, image, ...rest, ...command);
}

test("the task starts what the image of docker/ starts, whatever the image at hand starts", () => {
  const image = buildClientImage(geth, baseImage());
  try {
    expect(JSON.parse(docker("image", "inspect", "--format={{json .Config.Entrypoint}}", image))).toEqual(entryPoint);
  } finally {
    removeImages(image);
  }
});

test("upstream's own image ends before its client starts: it does not know the user", () => {
  const { exitCode, stderr, stdout } = start(baseImage());
  expect({ exitCode, stdout }).toEqual({ exitCode: 125, stdout: "" });
  expect(stderr).toContain("unable to find user ethereum: no matching entries in passwd file");
});

test("one that knows the user ends before its client starts: it has not the file", () => {
  const container = docker("create", baseImage(), "sh");
  const image = `ethereum-node-test-foreign:${process.pid}`;
  docker("commit", container, image);
  docker("rm", container);
  // The same image, with the user in it and its own entry point.
  const withUser = docker(
    "create",
    "--entrypoint=/bin/sh",
    image,
    "-c",
    "echo ethereum:x:64000:64000::/:/bin/false >>/etc/passwd",
  );
  docker("start", "--attach", withUser);
  docker("commit", "--change", 'ENTRYPOINT ["geth"]', withUser, image);
  docker("rm", withUser);
  try {
    const { exitCode, stderr, stdout } = start(image);
    expect({ exitCode, stdout }).toEqual({ exitCode: 127, stdout: "" });
    const [line] = stderr.split("\n");
    expect(line).toContain(
      'exec: "/opt/ethereum-node/busybox": stat /opt/ethereum-node/busybox: no such file or directory',
    );
  } finally {
    removeImages(image);
  }
});
