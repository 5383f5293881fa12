import { geth } from "../../modules/clients/execution/geth";
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
  const image = buildClientImage(geth, base);
  try {
    const config = JSON.parse(docker("image", "inspect", "--format={{json .Config}}", image));
    expect(config).toMatchObject({
      User: "1000:1000",
      Entrypoint: ["/opt/ethereum-node/busybox", "sh", "/opt/ethereum-node/entrypoint.sh"],
      Env: expect.arrayContaining(["PROGRAM=geth"]),
    });
    expect(config.Cmd ?? []).toEqual([]);
  } finally {
    removeImages(image, base);
  }
}, 120_000);

test.each(["BASE_IMAGE", "SHELL_IMAGE"] as const)("the build fails without %s", (missing) => {
  const { [missing]: _, ...others } = { BASE_IMAGE: baseImage(), SHELL_IMAGE: baseImage(), PROGRAM: geth.program };
  const { exitCode, stderr } = tryBuild(others as Record<string, string>);
  expect(exitCode).not.toBe(0);
  expect(stderr).toMatch(new RegExp(`base name \\(\\$\\{?${missing}\\}?\\) should not be blank`));
});
