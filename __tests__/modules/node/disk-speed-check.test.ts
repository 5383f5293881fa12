import { everyChoice } from "../../../stacks/settings/every-choice";
import { evaluate } from "../../support/evaluate";
import { expectEach } from "../../support/expect-each";
import { nodeClients } from "../../support/node-clients";
import { synthesize, type TerraformJson } from "../../support/synthesize";

/** What DescribeInstanceTypes answers as EbsOptimizedInfo: BaselineThroughputInMBps and BaselineIops. */
const SUSTAINED: Readonly<Record<string, { megabytes: number; iops: number }>> = {
  "t4g.small": { megabytes: 21.75, iops: 1_000 },
  "t3.small": { megabytes: 21.75, iops: 1_000 },
  "t4g.medium": { megabytes: 43.375, iops: 2_000 },
  "t3.medium": { megabytes: 43.375, iops: 2_000 },
  "m7i.xlarge": { megabytes: 156.25, iops: 6_000 },
  "r8g.xlarge": { megabytes: 156.25, iops: 6_000 },
  "r7i.xlarge": { megabytes: 156.25, iops: 6_000 },
  "r8g.2xlarge": { megabytes: 312.5, iops: 12_000 },
  "r7i.2xlarge": { megabytes: 312.5, iops: 12_000 },
  "r8g.4xlarge": { megabytes: 625, iops: 20_000 },
  "r7i.4xlarge": { megabytes: 625, iops: 20_000 },
};

type Assertion = { condition: string; error_message: string };
const { node } = synthesize({ ETHNODE_CLIENT: "geth", ETHNODE_CONSENSUS_CLIENT: "lighthouse" });
const [throughputRule, iopsRule] = assertions(node);

function assertions(stack: TerraformJson): Assertion[] {
  return (stack as unknown as { check: Record<string, { assert: Assertion[] }> }).check["disk-speed"]?.assert ?? [];
}

/** Evaluates with these provisioned figures on a machine that sustains 312.5 MB/s and 12,000 IOPS. */
function on(template: string, throughput: number, iops: number): string {
  return evaluate(template.replaceAll('"', "'"), {
    "local\\.disk-speed_throughput_\\w+": String(throughput),
    "local\\.disk-speed_iops_\\w+": String(iops),
    "data\\.aws_ec2_instance_type\\.\\w[\\w-]*\\.ebs_performance_baseline_throughput": "312.5",
    "data\\.aws_ec2_instance_type\\.\\w[\\w-]*\\.ebs_performance_baseline_iops": "12000",
    "data\\.aws_ec2_instance_type\\.\\w[\\w-]*\\.instance_type": '"r8g.2xlarge"',
  });
}

test.each([
  [298, "true"],
  [299, "false"],
])("of %d MiB/s on a machine of 312.5 MB/s the plan is silent: %s", (throughput, silent) => {
  expect(on(throughputRule?.condition ?? "", throughput, 3_000)).toBe(silent);
});

test.each([
  [12_000, "true"],
  [12_001, "false"],
])("of %d IOPS on a machine of 12000 the plan is silent: %s", (iops, silent) => {
  expect(on(iopsRule?.condition ?? "", 125, iops)).toBe(silent);
});

test("the warning names variable and machine, and both figures", () => {
  expect(on(throughputRule?.error_message ?? "", 700, 3_000)).toMatch(
    /^chain_volume_throughput should be at most what instance_type sustains, 298 MiB\/s of r8g\.2xlarge: .*; got 700 MiB\/s\.$/,
  );
  expect(on(iopsRule?.error_message ?? "", 125, 16_000)).toMatch(/, 12000 IOPS of r8g\.2xlarge: .*; got 16000 IOPS\.$/);
});

test("what gp3 has at no charge never warns, however small the machine", () => {
  const small = (rule: Assertion | undefined) =>
    evaluate(rule?.condition ?? "", {
      "local\\.disk-speed_throughput_\\w+": "125",
      "local\\.disk-speed_iops_\\w+": "3000",
      "data\\.aws_ec2_instance_type\\.\\w[\\w-]*\\.ebs_performance_baseline_\\w+": "22",
    });
  expect([throughputRule, iopsRule].map(small)).toEqual(["true", "true"]);
});

test("no default of the catalogue is faster than its machine, beyond what gp3 has at no charge", () => {
  const choices = everyChoice().map((choice) => ({ name: Object.values(choice).join(" "), choice }));
  expectEach(choices, ({ choice }) => {
    const { instanceType, volumeIops, volumeThroughputMiBps } = nodeClients(choice).sizing;
    const { iops, megabytes } = SUSTAINED[instanceType] ?? { iops: 0, megabytes: 0 };
    expect(volumeIops).toBeLessThanOrEqual(Math.max(3_000, iops));
    expect(volumeThroughputMiBps).toBeLessThanOrEqual(Math.max(125, megabytes / 1.048576));
  });
});
