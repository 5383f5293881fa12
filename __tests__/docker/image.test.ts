import { baseImage, buildClientImage, removeImages, tryBuild } from "./support/client-image";
import { docker } from "./support/docker";

test("the image overrides user, entrypoint and command of its base", () => {
  const base = `ethereum-node-test-base:${process.pid}`;
  const container = docker("create", baseImage(), "sh");
  const baseConfig = ['ENTRYPOINT ["/bin/false"]', 'CMD ["of-the-base"]', "USER 7:7"].flatMap((line) => [
    "--change",
    line,
  ]);
  docker("commit", ...baseConfig, container, base);
  docker("rm", container);
  const image = buildClientImage("geth", base);
  try {
    const config = JSON.parse(docker("image", "inspect", "--format={{json .Config}}", image));
    expect(config).toMatchObject({
      User: "1000:1000",
      Entrypoint: ["/bin/sh", "/opt/ethereum-node/entrypoint.sh"],
      Env: expect.arrayContaining(["CLIENT=geth"]),
    });
    expect(config.Cmd ?? []).toEqual([]);
  } finally {
    removeImages(image, base);
  }
}, 120_000);

test("the build fails without a base image", () => {
  const { exitCode, stderr } = tryBuild({ CLIENT: "geth" });
  expect(exitCode).not.toBe(0);
  expect(stderr).toMatch(/base name \(\$\{?BASE_IMAGE\}?\) should not be blank/);
});

test.each([
  ["unknown", { CLIENT: "besu" }],
  ["forgotten", {}],
])("the build fails for a client that is %s", (_case, client) => {
  const { exitCode, stderr } = tryBuild({ BASE_IMAGE: baseImage(), ...client });
  expect(exitCode).not.toBe(0);
  expect(stderr).toContain("client.sh");
});
