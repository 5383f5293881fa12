import { resources, synthesize } from "../../support/synthesize";

const isBootFile = (name: unknown) => String(name).includes("/boot-files/");

test("publishes what other stacks import, under the name of the deployment", () => {
  const { node } = synthesize({ ETHNODE_NAME: "my-chain" });
  const published = resources(node, "aws_ssm_parameter").filter(({ name }) => !isBootFile(name));
  expect(published.map(({ name, type }) => `${type} ${name}`)).toEqual([
    "String /my-chain/access-security-group-id",
    "String /my-chain/name-servers",
    "String /my-chain/rpc-url",
    "String /my-chain/ws-url",
  ]);
});

test("can be read in a plan, as none of them is a secret: ids, name servers and addresses", () => {
  const published = resources(synthesize().node, "aws_ssm_parameter").filter(({ name }) => !isBootFile(name));
  expect(
    published.map((parameter) =>
      Object.entries(parameter)
        .filter(([key]) => /value/.test(key))
        .flat(),
    ),
  ).toEqual([
    ["insecure_value", expect.stringMatching(/^\$\{aws_security_group\.\w+\.id\}$/)],
    ["insecure_value", expect.stringMatching(/^\$\{join\(",", aws_route53_zone\.\w+\.name_servers\)\}$/)],
    ["insecure_value", `http://rpc.\${var.dns_name}:8545`],
    ["insecure_value", `ws://rpc.\${var.dns_name}:8546`],
  ]);
});

test("hides the boot files in a plan, which nobody reads as the gzip that they are", () => {
  const parts = resources(synthesize().node, "aws_ssm_parameter").filter(({ name }) => isBootFile(name));
  expect(parts.length).toBeGreaterThan(1);
  expect(parts.filter((part) => "insecure_value" in part || !("value" in part))).toEqual([]);
});
