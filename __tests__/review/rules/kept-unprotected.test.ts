import { destroy, findings, type Json, texts, update } from "../support/findings";
import { resourceChange } from "../support/plan";

describe("what protects a bucket", () => {
  test.each([
    ["aws_s3_bucket_versioning.a", "kept-unprotected"],
    ["aws_s3_bucket_policy.a", "kept-unprotected"],
    ["aws_s3_bucket_public_access_block.a", "kept-unprotected"],
    ["aws_s3_bucket_ownership_controls.a", "kept-unprotected"],
    ["aws_rbin_rule.a", "kept-unprotected"],
    ["aws_s3_bucket_server_side_encryption_configuration.a", "unencrypted"],
  ])("%s is missed when it goes, and when it is forgotten", (address, name) => {
    expect(findings([destroy(address, {})])).toEqual([`${name} ${address}`]);
    expect(findings([resourceChange(address, ["forget"], { before: {} })])).toEqual([`${name} ${address}`]);
  });

  test("versioning that is suspended, and old versions that are kept for less time", () => {
    const versions = (status: string) => ({ versioning_configuration: [{ status }] });
    const expiry = (noncurrent_days: number) => ({ rule: [{ noncurrent_version_expiration: [{ noncurrent_days }] }] });
    expect(findings([update("aws_s3_bucket_versioning.a", versions("Enabled"), versions("Suspended"))])).toEqual([
      "kept-unprotected aws_s3_bucket_versioning.a",
    ]);
    expect(findings([update("aws_s3_bucket_lifecycle_configuration.a", expiry(90), expiry(1))])).toEqual([
      "kept-unprotected aws_s3_bucket_lifecycle_configuration.a",
    ]);
  });

  test("a Recycle Bin that keeps for fewer days", () => {
    const days = (retention_period_value: number) => ({ retention_period: [{ retention_period_value }] });
    expect(findings([update("aws_rbin_rule.a", days(30), days(7))])).toEqual(["kept-unprotected aws_rbin_rule.a"]);
  });
});

describe("a chain disk", () => {
  const disk = "aws_ebs_volume.nodes_node-0_chain_volume_D6DCC972";
  const tags = { Name: "x-node-0-chain", ChainDiskInitialised: "yes" };
  test("without its final snapshot is unprotected", () => {
    expect(
      findings([
        update(disk, { encrypted: true, final_snapshot: true, tags }, { encrypted: true, final_snapshot: false, tags }),
      ]),
    ).toEqual([`kept-unprotected ${disk}`]);
  });

  test("whose mark as formatted goes is unprotected", () => {
    expect(findings([update(disk, { tags }, { tags: { Name: tags.Name } })])).toEqual([`kept-unprotected ${disk}`]);
  });

  test.each([
    [["delete", "create"], "kept-destroyed"],
    [["create", "delete"], "kept-destroyed"],
    [["forget"], "kept-forgotten"],
    [["create", "forget"], "kept-forgotten"],
  ])("with the actions %j is found", (actions, name) => {
    expect(
      findings([
        resourceChange(disk, actions, {
          before: { encrypted: true },
          after: actions.includes("create") ? { encrypted: true } : null,
        }),
      ]),
    ).toEqual([`${name} ${disk}`]);
  });

  test("is named by its node, by address or by tag, in a module too", () => {
    const said = (address: string, before: Json) => texts([destroy(address, before)])[0];
    expect(said(disk, { id: "vol-1", size: 1600 })).toBe(
      "the chain disk of node-0 (vol-1, 1600 GiB) would be DESTROYED",
    );
    const tagged = { id: "vol-1", tags_all: { Name: "prod-b-chain", Project: "prod" } };
    expect(said("aws_ebs_volume.other", tagged)).toBe("the chain disk of b (vol-1) would be DESTROYED");
  });
});
