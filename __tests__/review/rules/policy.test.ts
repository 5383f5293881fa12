import { create, findings, type Json, update } from "../support/findings";

describe("rights", () => {
  const address = "aws_iam_role_policy.a";
  const document = (...statements: Json[]) => ({
    policy: JSON.stringify({ Version: "2012-10-17", Statement: statements }),
  });
  const wide = { Effect: "Allow", Action: "s3:*", Resource: "arn:aws:s3:::a/b" };
  test("that were as wide already are not found", () => {
    expect(
      findings([
        update(
          address,
          document(wide),
          document(wide, { Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::a/b" }),
        ),
      ]),
    ).toEqual([]);
  });

  test("that deny may be as wide as they like", () => {
    expect(findings([create(address, document({ Effect: "Deny", NotAction: "s3:*", Resource: "*" }))])).toEqual([]);
  });

  test.each([
    ["names in another case", { effect: "Allow", action: "*", resource: "arn:aws:s3:::a/b" }],
    ["a question mark", { Effect: "Allow", Action: "s3:Get?bject", Resource: "arn:aws:s3:::a/b" }],
    ["a federated principal", { Effect: "Allow", Action: "sts:AssumeRole", Principal: { Federated: "*" } }],
    ["NotPrincipal", { Effect: "Allow", Action: "sts:AssumeRole", NotPrincipal: { AWS: "1" } }],
    [
      "an own right with another beside it",
      { Effect: "Allow", Action: ["ec2:DescribeVolumes", "iam:PassRole"], Resource: "*" },
    ],
  ])("are found in %s", (_, statement) => {
    expect(findings([create(address, document(statement))])).toEqual([`policy-wildcard ${address}`]);
  });

  test("are found in a policy of any resource, and where there is one statement only", () => {
    const policy = JSON.stringify({
      Statement: { Effect: "Allow", Principal: "*", Action: "sqs:SendMessage", Resource: "arn:aws:sqs:x:1:q" },
    });
    expect(findings([create("aws_sns_topic_policy.a", { policy })])).toEqual([
      "policy-wildcard aws_sns_topic_policy.a",
    ]);
  });

  test("that nobody can read are told", () => {
    expect(findings([create(address, { policy: "{broken" })])).toEqual([`policy-unread ${address}`]);
    const configuration = {
      root_module: { resources: [{ address, expressions: { policy: { references: ["data.x.y"] } } }] },
    };
    expect(findings([create(address, {}, { after_unknown: { policy: true } })], { configuration })).toEqual([
      `policy-unread ${address}`,
    ]);
  });

  test("of another account are told", () => {
    const trust = (account: string) => ({
      assume_role_policy: JSON.stringify({
        Statement: { Effect: "Allow", Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: "sts:AssumeRole" },
      }),
    });
    const prior_state = {
      values: {
        root_module: {
          resources: [{ mode: "data", type: "aws_caller_identity", values: { account_id: "111111111111" } }],
        },
      },
    };
    const role = "aws_iam_role.a";
    expect(findings([create(role, trust("222222222222"))], { prior_state })).toEqual([`trust-widened ${role}`]);
    expect(findings([create(role, trust("111111111111"))], { prior_state })).toEqual([]);
  });

  test("that lose a condition, and a role that loses its boundary, are told", () => {
    const narrow = { Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::a/b" };
    const held = { ...narrow, Condition: { Bool: { "aws:SecureTransport": "true" } } };
    expect(findings([update(address, document(held), document(narrow))])).toEqual([`trust-widened ${address}`]);
    expect(
      findings([update("aws_iam_role.a", { permissions_boundary: "arn:x" }, { permissions_boundary: "" })]),
    ).toEqual(["trust-widened aws_iam_role.a"]);
  });
});
