import { nodeTag } from "../../../modules/host-contract";
import { quotaOf, vcpuQuota } from "../../../preflight/checks/vcpu-quota";
import { AnsweringAws, ec2, json } from "../support/answering-aws";
import { planOfDeploy } from "../support/plan-of-deploy";

const server = new AnsweringAws();
beforeAll(() => server.start());
afterAll(() => server.stop());

const STANDARD = "L-1216C47A";

// Of the Service Quotas console: "Running On-Demand ... instances".
test.each([
  ["m7i.xlarge", STANDARD],
  ["r8g.2xlarge", STANDARD],
  ["i4i.large", STANDARD],
  ["im4gn.large", STANDARD],
  ["is4gen.large", STANDARD],
  ["t3.micro", STANDARD],
  ["z1d.large", STANDARD],
  ["a1.medium", STANDARD],
  ["inf2.xlarge", "L-1945791B"],
  ["trn1.2xlarge", "L-2C3B7624"],
  ["dl1.24xlarge", "L-6E869C2A"],
  ["hpc7a.96xlarge", "L-F7808C92"],
  ["u-6tb1.112xlarge", "L-43DA4232"],
  ["u7i-12tb.224xlarge", "L-43DA4232"],
  ["g5.xlarge", "L-DB2E81BA"],
  ["vt1.3xlarge", "L-DB2E81BA"],
  ["f1.2xlarge", "L-74FC7D96"],
  ["p4d.24xlarge", "L-417A185B"],
  ["x2iedn.xlarge", "L-7295265B"],
  ["mac2.metal", undefined],
])("%s counts towards %s", (instanceType, quota) => {
  expect(quotaOf(instanceType)).toBe(quota);
});

interface Instance {
  readonly type?: string;
  readonly cores?: number;
  readonly threads?: number;
  readonly spot?: boolean;
  readonly node?: string;
}
const instance = ({ type = "m7i.xlarge", cores = 2, threads = 2, spot = false, node }: Instance) => ({
  instanceType: type,
  cpuOptions: { coreCount: cores, threadsPerCore: threads },
  ...(spot ? { instanceLifecycle: "spot" } : {}),
  tagSet: node === undefined ? [] : [nodeTag("mainnet-parity", node)],
});
const page = (instances: readonly Instance[], nextToken?: string) =>
  ec2({
    reservationSet: [{ instancesSet: instances.map(instance) }],
    ...(nextToken === undefined ? {} : { nextToken }),
  });

/** The finding where these instances run and so many vCPUs are allowed. */
const find = (allowed: number, pages: Parameters<AnsweringAws["answering"]>[0][string], settings = {}) =>
  vcpuQuota(
    server.answering({
      DescribeInstanceTypes: [ec2({ instanceTypeSet: [{ vCpuInfo: { defaultVCpus: 4 } }] })],
      GetServiceQuota: [json({ Quota: { Value: allowed } })],
      DescribeInstances: pages,
    }),
    planOfDeploy(settings),
  );

test.each([
  [3, "refused", "must allow 4 vCPUs (1 × m7i.xlarge) beside the 0 of other instances; got 3: ask for 8 "],
  [4, "warning", "got 4, which is too little for 8: a replacement of all nodes waits"],
  [7, "warning", "got 7, which is too little for 8"],
  [8, "ok", "vCPUs: quota L-1216C47A in eu-central-1 must allow 4 vCPUs"],
])("of %i allowed, for a node of 4: %s", async (allowed, verdict, text) => {
  expect(await find(allowed, [page([])])).toEqual({ verdict, text: expect.stringContaining(text) });
});

test("two nodes need twice as much", async () => {
  const { text, verdict } = await find(7, [page([])], { ETHNODE_NODE_COUNT: "2" });
  expect([verdict, text]).toEqual(["refused", expect.stringContaining("must allow 8 vCPUs (2 × m7i.xlarge)")]);
});

test("other instances count by their own cores and threads, on every page, those of another quota and spot ones do not", async () => {
  const pages = [
    page([{}, { type: "t3.micro", cores: 1, threads: 2 }], "next"),
    page([{ type: "r8g.large", cores: 2, threads: 1 }, { type: "g5.xlarge" }, { spot: true }]),
  ];
  expect((await find(100, pages)).text).toContain("beside the 8 of other instances");
  const asked = server.calls.filter(({ operation }) => operation === "DescribeInstances");
  expect(asked.map(({ parameters }) => parameters.NextToken)).toEqual([undefined, "next"]);
  expect(asked[0]?.parameters).toMatchObject({
    "Filter.1.Name": "instance-state-name",
    "Filter.1.Value.1": "pending",
    "Filter.1.Value.2": "running",
  });
});

test("own instances are subtracted, retired ones too, and those of another fleet are not", async () => {
  const instances = [{ node: "node-0" }, { node: "old" }, { node: "node-0-of-another" }];
  const { text } = await find(100, [page(instances)], { ETHNODE_RETIRED_NODES: "old" });
  expect(text).toContain("beside the 4 of other instances");
});

test("a type of no known quota is only said, and nothing is asked", async () => {
  const aws = server.answering({});
  expect(await vcpuQuota(aws, planOfDeploy({}, { instance_type: "mac2.metal" }))).toEqual({
    verdict: "warning",
    text: 'vCPUs: which quota counts "mac2.metal" is not known here',
  });
  expect(server.calls).toEqual([]);
});
