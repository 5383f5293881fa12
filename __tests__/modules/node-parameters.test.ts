import { resources, synthesize } from "../support/synthesize";

test("publishes what other stacks import, under the name of the deployment", () => {
  const { node } = synthesize({ ETHNODE_NAME: "my-chain" });
  const published = resources(node, "aws_ssm_parameter").filter(({ name }) => !String(name).includes("/boot-files/"));
  expect(published.map(({ name, type }) => `${type} ${name}`)).toEqual([
    "String /my-chain/access-security-group-id",
    "String /my-chain/name-servers",
    "String /my-chain/rpc-url",
    "String /my-chain/ws-url",
  ]);
});

test("shows in a plan what it publishes", () => {
  const published = resources(synthesize().node, "aws_ssm_parameter").filter(
    ({ name }) => !String(name).includes("/boot-files/"),
  );
  expect(published.filter((parameter) => "value" in parameter)).toEqual([]);
  expect(published.every(({ value }) => typeof value === "string")).toBe(true);
});
