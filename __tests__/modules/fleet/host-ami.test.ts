import { evaluate } from "../../support/evaluate";
import { synthesize } from "../../support/synthesize";

type Rule = { condition: string; error_message: string };
const image = synthesize().node.data.aws_ami?.ami_id as unknown as {
  count: string;
  lifecycle: { postcondition: Rule[] };
};

test.each([
  ["true", "1"],
  // A pause needs no AMI, which may be gone.
  ["false", "0"],
])("with node_running %s the AMI is asked for %s times", (running, times) => {
  expect(evaluate(image.count, { "var\\.node_running": running })).toBe(times);
});

const disk = (device: string, size: number) => `{device_name = "${device}", ebs = {volume_size = "${size}"}}`;

test.each([
  ["/dev/xvda", [disk("/dev/xvda", 30)], "true"],
  ["/dev/xvda", [disk("/dev/xvda", 8), disk("/dev/sdf", 500)], "true"],
  ["/dev/xvda", [disk("/dev/xvda", 31)], "false"],
  ["/dev/sda1", [disk("/dev/sda1", 8)], "false"],
])("an AMI whose root is %s, with the disks %j, is taken: %s", (root, disks, passes) => {
  const rule = image.lifecycle.postcondition.find(({ condition }) => condition.includes("root_device_name")) as Rule;
  const values = { "self\\.root_device_name": `"${root}"`, "self\\.block_device_mappings": `[${disks.join(",")}]` };
  expect(evaluate(rule.condition, values)).toBe(passes);
  expect(rule.error_message).toContain("whose root device is /dev/xvda, of 30 GiB at most; got ");
});
