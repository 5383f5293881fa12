import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import digests from "../../../modules/image/base-image-digests.json";
import { clientOwner } from "../../../modules/image/client-user";
import { monitorImageBuild, NODE_IMAGE, stageMonitor } from "../../../modules/image/monitor-image-build";
import { bundleMonitor } from "../../../monitor/bundle";
import { resources, synthesize } from "../../support/synthesize";

test("is made of the bundle and the clients' user, all readable by that user", () => {
  const folder = stageMonitor();
  expect(readdirSync(folder).sort()).toEqual(["Dockerfile", "group", "monitor.js", "passwd"]);
  expect(readFileSync(path.join(folder, "monitor.js"), "utf8")).toBe(bundleMonitor());
  expect(readFileSync(path.join(folder, "passwd"), "utf8")).toContain(`\nethereum:x:${clientOwner()}:`);
  expect(readdirSync(folder).map((file) => statSync(path.join(folder, file)).mode & 0o777)).toEqual(
    Array(4).fill(0o644),
  );
});

test("is built on Node by its digest, for the architecture of the host", () => {
  const name = `node:${NODE_IMAGE.tag}` as keyof typeof digests;
  const [arm, intel] = [monitorImageBuild("arm64"), monitorImageBuild("x86_64")];
  expect(arm.buildArgs).toEqual({ BASE_IMAGE: `${name}@${digests[name]}` });
  expect([arm.platform, intel.platform]).toEqual(["linux/arm64", "linux/amd64"]);
  expect(arm.tag).not.toBe(intel.tag);
});

test("is pushed to a repository of its own, under a tag that its content decides", () => {
  const { node } = synthesize({ ETHNODE_CLIENT: "geth", ETHNODE_CHAIN: "dev" });
  expect(resources(node, "aws_ecr_repository").map(({ name }) => name)).toContain("mainnet-parity/monitor");
  const { tag } = monitorImageBuild("arm64");
  expect(monitorImageBuild("arm64").tag).toBe(tag);
  expect(resources(node, "docker_image").map(({ name }) => String(name).split(":").at(-1))).toContain(tag);
});

test("is the given one where there is one, which ECS may pull", () => {
  const given = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/team/monitor:1";
  const { node } = synthesize({ ETHNODE_MONITOR_IMAGE: given });
  expect(JSON.stringify(resources(node, "aws_ecs_task_definition"))).toContain(given);
  expect(JSON.stringify(resources(node, "aws_iam_role_policy"))).toContain("repository/team/monitor");
});
