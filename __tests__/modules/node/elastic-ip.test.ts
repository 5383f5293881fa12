import { roleStatements } from "../../support/policies";
import { resources, synthesize } from "../../support/synthesize";

const { node } = synthesize({ ETHNODE_ELASTIC_IP: "true", ETHNODE_NODE_COUNT: "2" });

test("is there once a node, and only where it is wanted", () => {
  expect(resources(node, "aws_eip")).toHaveLength(2);
  expect(resources(synthesize().node, "aws_eip")).toEqual([]);
});

test("is handed to the host with its address", () => {
  for (const nodeName of ["node-0", "node-1"]) {
    const [environment] = Object.values(node.locals)
      .map((local) => JSON.stringify(local))
      .filter((local) => local.includes(`NODE_NAME='${nodeName}'`));
    expect(environment).toMatch(
      new RegExp(
        `ELASTIC_IP_ALLOCATION_ID='\\$\\{aws_eip\\.nodes_${nodeName}_elastic-ip_address_\\w+\\.allocation_id\\}'`,
      ),
    );
    expect(environment).toMatch(new RegExp(`ELASTIC_IP='\\$\\{aws_eip\\.nodes_${nodeName}_\\S+\\.public_ip\\}'`));
  }
});

test("carries the tag by which its node may take it", () => {
  expect(resources(node, "aws_eip").map(({ tags }) => tags)).toEqual(
    ["mainnet-parity-node-0", "mainnet-parity-node-1"].map((name) => ({ Name: name, EthereumNode: name })),
  );
});

test("leaves a host's policy known before the address is", () => {
  const policies = resources(node, "aws_iam_role_policy").map(({ policy }) => String(policy));
  expect(policies.filter((policy) => policy.includes("aws_eip."))).toEqual([]);
});

test("may be taken by its own node's instances only", () => {
  const [statements] = roleStatements(node, /nodes_node-1_host/);
  expect(statements?.filter(({ Action }) => Action.includes("ec2:AssociateAddress"))).toEqual([
    {
      Sid: "AssociateAddress",
      Effect: "Allow",
      Action: ["ec2:AssociateAddress"],
      Resource: [expect.stringMatching(/:elastic-ip\/\*$/)],
      Condition: { StringEquals: { "aws:ResourceTag/EthereumNode": "mainnet-parity-node-1" } },
    },
    {
      Sid: "AssociateWithThisNode",
      Effect: "Allow",
      Action: ["ec2:AssociateAddress"],
      Resource: [expect.stringMatching(/:instance\/\*$/)],
      Condition: { StringEquals: { "aws:ResourceTag/EthereumNode": "mainnet-parity-node-1" } },
    },
  ]);
});
