import { only, synthesize, type TerraformJson } from "../../support/synthesize";

const ZONE_ID = "Z0123456789ABCDEFGHIJ";

const zoneOf = (settings: NodeJS.ProcessEnv) => only(synthesize(settings).node, "aws_route53_zone");
const lifecycleOf = (settings: NodeJS.ProcessEnv) =>
  zoneOf(settings).lifecycle as { postcondition: Condition[] } & Record<string, unknown>;

interface Condition {
  readonly condition: string;
  readonly error_message: string;
}

function existing(settings: NodeJS.ProcessEnv): Record<string, { postcondition: Condition[]; body: unknown }> {
  const { data } = synthesize({ ETHNODE_ZONE_ID: ZONE_ID, ...settings }).node;
  return Object.fromEntries(
    Object.entries(data.aws_route53_zone ?? {}).map(([id, { lifecycle, ...body }]) => [
      id.replace(/^dns_|_\w+$/g, ""),
      { body, ...(lifecycle as { postcondition: Condition[] }) },
    ]),
  );
}

describe("a zone of the stack's own", () => {
  test.each([
    ["private", { ETHNODE_DNS_ZONE: "private" }, undefined],
    ["public", { ETHNODE_DNS_ZONE: "public" }, true],
    ["public and no longer protected", { ETHNODE_DNS_ZONE: "public", ETHNODE_PROTECT_ZONE: "false" }, undefined],
  ])("that is %s: whether Terraform refuses to destroy it", (_, settings, refuses) => {
    expect(lifecycleOf(settings).prevent_destroy).toBe(refuses);
  });

  test("keeps the VPCs that others associated, and answers in that of the nodes", () => {
    const { ignore_changes, postcondition } = lifecycleOf({});
    expect(ignore_changes).toEqual(["vpc"]);
    expect(postcondition).toEqual([
      {
        condition: expect.stringMatching(/^\$\{contains\(self\.vpc\[\*\]\.vpc_id, data\.aws_vpc\.[\w-]+\.id\)\}$/),
        error_message: expect.stringContaining("set dnsZone (ETHNODE_DNS_ZONE) to public"),
      },
    ]);
  });

  test("that is public has no VPC: one that was made private is no other in place", () => {
    const { ignore_changes, postcondition } = lifecycleOf({ ETHNODE_DNS_ZONE: "public" });
    expect(ignore_changes).toEqual(["vpc"]);
    expect(postcondition).toEqual([
      {
        condition: `\${(0 == length(self.vpc[*].vpc_id))}`,
        error_message: expect.stringContaining("Set dnsZone (ETHNODE_DNS_ZONE) to private"),
      },
    ]);
  });

  test("is made anew with another record of it, once it is not protected", () => {
    expect(lifecycleOf({})).not.toHaveProperty("replace_triggered_by");
    // Terraform takes references here, and no templates.
    expect(lifecycleOf({ ETHNODE_PROTECT_ZONE: "false" }).replace_triggered_by).toEqual([
      expect.stringMatching(/^terraform_data\.dns_zone-record_record_\w+$|^terraform_data\.dns_zone-record_\w+$/),
    ]);
  });
});

describe("a zone that is there", () => {
  test.each(["public", "private"])("is read and not made: %s", (kind) => {
    const { node } = synthesize({ ETHNODE_ZONE_ID: ZONE_ID, ETHNODE_DNS_ZONE: kind });
    expect(node.resource).not.toHaveProperty("aws_route53_zone");
    expect(node.output.zone_id?.value).toMatch(/^\$\{data\.aws_route53_zone\.dns_existing-zone_\w+\.zone_id\}$/);
    expect(existing({ ETHNODE_DNS_ZONE: kind })["existing-zone"]?.body).toEqual({ zone_id: ZONE_ID });
  });

  test.each([
    ["public", "false", "got public, but that zone is private"],
    ["private", "true", "got private, but that zone is public"],
  ])("must be as dnsZone says: %s", (kind, isPrivate, got) => {
    const [agrees] = existing({ ETHNODE_DNS_ZONE: kind })["existing-zone"]?.postcondition ?? [];
    expect(agrees?.condition).toBe(`\${(${isPrivate} == self.private_zone)}`);
    expect(agrees?.error_message).toContain(got);
  });

  test("has the nodes' names in it or below it", () => {
    const below = existing({})["existing-zone"]?.postcondition[1];
    expect(below?.condition).toBe(`\${endswith(".\${var.dns_name}", ".\${trimsuffix(self.name, ".")}")}`);
    expect(below?.error_message).toMatch(/^dns_name must be the name of zone .* or lie below it; got /);
  });

  test("that is private answers in the nodes' VPC, which a search by VPC tells", () => {
    const found = existing({})["existing-zone-in-vpc-of-nodes"];
    expect(found?.body).toEqual({
      name: expect.stringMatching(/^\$\{data\.aws_route53_zone\.dns_existing-zone_\w+\.name\}$/),
      private_zone: true,
      vpc_id: expect.stringContaining("data.aws_vpc."),
    });
    expect(found?.postcondition).toHaveLength(1);
    expect(Object.keys(existing({ ETHNODE_DNS_ZONE: "public" }))).toEqual(["existing-zone"]);
  });
});

describe("the record of the zone in the state", () => {
  const recordOf = (node: TerraformJson) =>
    Object.entries(node.resource.terraform_data ?? {}).find(([id]) => id.startsWith("dns_"))?.[1];

  test.each([
    [{}, `the private zone \${var.dns_name} of the stack`],
    [{ ETHNODE_DNS_ZONE: "public" }, `the public zone \${var.dns_name} of the stack`],
    [{ ETHNODE_ZONE_ID: ZONE_ID }, `zone ${ZONE_ID}, below \${var.dns_name}`],
  ])("with %j refuses any other", (settings, zone) => {
    const record = recordOf(synthesize(settings).node);
    expect(record).toEqual({
      input: zone,
      lifecycle: {
        ignore_changes: ["input"],
        postcondition: [
          {
            condition: `\${(self.output == "${zone}")}`,
            error_message: expect.stringContaining(`must keep the nodes in \${self.output}; got ${zone}.`),
          },
        ],
      },
    });
    expect(JSON.stringify(record)).toContain("ETHNODE_PROTECT_ZONE=false");
  });

  test("follows once the zone is not protected", () => {
    expect(recordOf(synthesize({ ETHNODE_PROTECT_ZONE: "false" }).node)).not.toHaveProperty("lifecycle");
  });
});
