import { VAR_FILE } from "../../lab/lab-settings";
import { LabUnderTest } from "../support/lab-under-test";
import { startLocalAws } from "../support/start-local-aws";

/** What only AWS knows is refused by the plan, before anything is made: the local AWS answers, and no node runs. */
const lab = new LabUnderTest();

beforeAll(async () => {
  await startLocalAws(lab);
  await lab.synthesize();
  await lab.stack.init();
});
afterAll(() => {
  lab.lab("down");
});

/** How a plan ends, with its message in one line. */
async function plan(values: Record<string, string> = {}) {
  const vars = Object.entries(values).map(([name, value]) => `-var=${name}=${value}`);
  const { exitCode, stderr, stdout } = await lab.stack.try([
    "plan",
    "-input=false",
    "-no-color",
    `-var-file=${VAR_FILE}`,
    ...vars,
  ]);
  const text = `${stdout}\n${stderr}`.replace(/[│╷╵]/g, " ").replace(/\s+/g, " ");
  return { exitCode, text };
}

async function synthesize(settings: Record<string, string>) {
  await lab.synthesize(settings);
  await lab.stack.init();
}

test("a machine that fits is planned", async () => {
  const { exitCode, text } = await plan();
  expect({ exitCode, text }).toMatchObject({ exitCode: 0 });
});

test("a bare-metal type of an old family is planned: it is Nitro", async () => {
  const { exitCode, text } = await plan({ instance_type: "i3.metal" });
  expect({ exitCode, text }).toMatchObject({ exitCode: 0 });
});

test.each([
  ["foo.bar", 'instance_type must be a type that EC2 offers in eu-central-1; got "foo.bar".'],
  ["mac2.metal", 'instance_type must be of the setting architecture, x86_64; got "mac2.metal", which is arm64_mac.'],
  ["t4g.medium", 'instance_type must be of the setting architecture, x86_64; got "t4g.medium", which is arm64.'],
  ["i3.large", 'instance_type must be a Nitro type, as others do not show the chain volume by its id; got "i3.large".'],
  ["t3.nano", "instance_type must leave its clients more than"],
])("an instance type that cannot be the host is refused: %s", async (instance_type, message) => {
  const { exitCode, text } = await plan({ instance_type });
  expect({ exitCode, text }).toEqual({ exitCode: 1, text: expect.stringContaining(message) });
});

test("a type that the node's zone does not have is refused, with where it is offered", async () => {
  await synthesize({ ETHNODE_NODE_COUNT: "3" });
  const { exitCode, text } = await plan({ instance_type: "i4i.xlarge" });
  await synthesize({});
  expect({ exitCode, text }).toEqual({
    exitCode: 1,
    text: expect.stringContaining(
      'got "i4i.xlarge", which node-2 in eu-central-1c cannot have. It is offered in eu-central-1a, eu-central-1b: choose another type, or subnets there with subnet_ids.',
    ),
  });
  expect(text).not.toContain("which node-1 in");
});

describe("an AMI", () => {
  const put = (name: string, value: string) =>
    lab.aws("ssm", "put_parameter", { Name: name, Value: value, Type: "String", Overwrite: true });

  test("of the other architecture is refused", async () => {
    const { text } = await plan({ ami_id: "ami-0ec52023a4b3c2d1e" });
    expect(text).toMatch(
      /must lead to an AMI of the setting architecture, x86_64; got \S+ \(al2023-ami-ecs-hvm-\S+-arm64\), which is arm64\./,
    );
  });

  test("that a parameter holds with more in JSON is refused, without its value", async () => {
    put("/mine/ami", JSON.stringify({ image_id: "ami-0ec52023a1b2c3d4e", secret: "hunter2" }));
    const { exitCode, text } = await plan({ ami_parameter: "/mine/ami" });
    expect({ exitCode, text }).toEqual({
      exitCode: 1,
      text: expect.stringMatching(
        /ami_parameter must be an SSM parameter that holds an AMI id alone, .* and no JSON; got "\/mine\/ami"\./,
      ),
    });
    expect(text).not.toContain("hunter2");
  });

  test("that does not exist is refused, at the address of its variable", async () => {
    const { exitCode, text } = await plan({ ami_id: "ami-0123456789abcdef0" });
    expect({ exitCode, text }).toEqual({ exitCode: 1, text: expect.stringContaining("with data.aws_ami.ami_id") });
  });

  test("of AWS that is no ECS-optimised Amazon Linux 2023 is refused", async () => {
    const { Images } = lab.aws("ec2", "describe_images", { Owners: ["amazon"] });
    const plain = Images.find(({ Name }: { Name: string }) => !Name.startsWith("al2023-ami-ecs-"));
    const { text } = await plan({ ami_id: plain.ImageId });
    expect(text).toContain(
      `of AWS's own AMIs, to an ECS-optimised Amazon Linux 2023; got ${plain.ImageId} (${plain.Name}).`,
    );
  });
});

test("an AMI with a larger root disk than a host's is refused, and one with another root device", async () => {
  const register = (Name: string, device: string, VolumeSize: number) =>
    lab.aws("ec2", "register_image", {
      Name,
      Architecture: "x86_64",
      RootDeviceName: device,
      BlockDeviceMappings: [{ DeviceName: device, Ebs: { VolumeSize } }],
    }).ImageId;
  const [fits, large, other] = [
    register("fits", "/dev/xvda", 30),
    register("large", "/dev/xvda", 40),
    register("other", "/dev/sda1", 8),
  ];
  expect(await plan({ ami_id: fits })).toMatchObject({ exitCode: 0 });
  for (const [ami_id, got] of [
    [large, `got ${large} (large), whose root device is /dev/xvda, of 40 GiB.`],
    [other, `got ${other} (other), whose root device is /dev/sda1, of 8 GiB.`],
  ]) {
    expect(await plan({ ami_id })).toEqual({ exitCode: 1, text: expect.stringContaining(got) });
  }
});

describe("a KMS key", () => {
  test.each(["kms_key_arn", "chain_volume_kms_key_arn"])(
    "of %s that is not there is refused, one that is disabled too",
    async (variable) => {
      const missing = "arn:aws:kms:eu-central-1:000000000000:key/01234567-89ab-cdef-0123-456789abcdef";
      expect(await plan({ [variable]: missing })).toEqual({
        exitCode: 1,
        text: expect.stringContaining(`with data.aws_kms_key.${variable}`),
      });
      const { Arn, KeyId } = lab.aws("kms", "create_key").KeyMetadata;
      expect(await plan({ [variable]: Arn })).toMatchObject({ exitCode: 0 });
      lab.aws("kms", "disable_key", { KeyId });
      expect(await plan({ [variable]: Arn })).toEqual({
        exitCode: 1,
        text: expect.stringContaining(
          `${variable} must be a symmetric key that is enabled; got ${Arn}, which is Disabled`,
        ),
      });
    },
  );
});

test("a permissions boundary that is not there is refused, at the address of its variable", async () => {
  const Statement = [{ Effect: "Allow", Action: "*", Resource: "*" }];
  const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
  const { Arn } = lab.aws("iam", "create_policy", { PolicyName: "boundary", PolicyDocument }).Policy;
  expect(await plan({ permissions_boundary_arn: Arn })).toMatchObject({ exitCode: 0 });
  expect(await plan({ permissions_boundary_arn: `${Arn}2` })).toEqual({
    exitCode: 1,
    text: expect.stringContaining("with data.aws_iam_policy.permissions_boundary_arn"),
  });
});

test("a subnet that is not there is refused, at an address that names the variable and the node", async () => {
  expect(await plan({ subnet_ids: '["subnet-0123456789abcdef0"]' })).toEqual({
    exitCode: 1,
    text: expect.stringContaining("with data.aws_subnet.subnet_ids_of_node-0"),
  });
});

describe("subnets", () => {
  let vpcId: string;
  let subnetId: string;
  beforeAll(() => {
    vpcId = lab.aws("ec2", "create_vpc", { CidrBlock: "10.9.0.0/16" }).Vpc.VpcId;
    subnetId = lab.aws("ec2", "create_subnet", {
      VpcId: vpcId,
      CidrBlock: "10.9.0.0/24",
      AvailabilityZone: "eu-central-1a",
    }).Subnet.SubnetId;
  });
  afterEach(() => synthesize({}));

  test("in a VPC without DNS host names are refused for a private zone", async () => {
    await synthesize({ ETHNODE_PUBLIC_ADDRESS: "false" });
    const { exitCode, text } = await plan({ subnet_ids: `["${subnetId}"]` });
    expect({ exitCode, text }).toEqual({
      exitCode: 1,
      text: expect.stringContaining(`else no name resolves; got ${vpcId} with true and false`),
    });
  });

  describe("of a VPC with DNS host names", () => {
    beforeAll(() => {
      lab.aws("ec2", "modify_vpc_attribute", { VpcId: vpcId, EnableDnsHostnames: { Value: true } });
    });

    test("without a route to an internet gateway are refused, with both ways out", async () => {
      const { exitCode, text } = await plan({ subnet_ids: `["${subnetId}"]` });
      expect({ exitCode, text }).toEqual({
        exitCode: 1,
        text: expect.stringContaining(
          `got ${subnetId} of node-0, which has none: name a public subnet in subnet_ids, or set publicAddress (ETHNODE_PUBLIC_ADDRESS) to false.`,
        ),
      });
    });

    test("without any way out are warned of where no address is public, and planned", async () => {
      await synthesize({ ETHNODE_PUBLIC_ADDRESS: "false" });
      const { exitCode, text } = await plan({ subnet_ids: `["${subnetId}"]` });
      expect({ exitCode, text }).toEqual({
        exitCode: 0,
        text: expect.stringContaining(`${subnetId} of node-0 has no default route`),
      });
    });

    test("with their own table to an internet gateway are planned, whatever the main table says", async () => {
      const gateway = lab.aws("ec2", "create_internet_gateway").InternetGateway.InternetGatewayId;
      lab.aws("ec2", "attach_internet_gateway", { InternetGatewayId: gateway, VpcId: vpcId });
      const table = lab.aws("ec2", "create_route_table", { VpcId: vpcId }).RouteTable.RouteTableId;
      lab.aws("ec2", "create_route", { RouteTableId: table, DestinationCidrBlock: "0.0.0.0/0", GatewayId: gateway });
      lab.aws("ec2", "associate_route_table", { RouteTableId: table, SubnetId: subnetId });
      const { exitCode, text } = await plan({ subnet_ids: `["${subnetId}"]` });
      expect({ exitCode, text }).toMatchObject({ exitCode: 0 });
    });
  });
});
