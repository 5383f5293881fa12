import { resources, synthesize } from "../../support/synthesize";

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

test("keeps the attribute of the releases before: a parameter that has a value never takes an insecure_value", () => {
  const published = resources(synthesize().node, "aws_ssm_parameter");
  expect(published.map((parameter) => Object.keys(parameter).filter((key) => /value/.test(key)))).toEqual(
    published.map(() => ["value"]),
  );
});
