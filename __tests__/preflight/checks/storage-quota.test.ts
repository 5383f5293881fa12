import { storageQuota } from "../../../preflight/checks/storage-quota";
import type { VariableValues } from "../../../preflight/plan-of-deploy";
import { AnsweringAws, ec2, json } from "../support/answering-aws";
import { planOfDeploy } from "../support/plan-of-deploy";

const server = new AnsweringAws();
beforeAll(() => server.start());
afterAll(() => server.stop());

const volume = (size: number, project?: string) => ({
  size,
  tagSet: project === undefined ? [] : [{ key: "Project", value: project }],
});
const page = (volumes: readonly object[], nextToken?: string) =>
  ec2({ volumeSet: volumes, ...(nextToken === undefined ? {} : { nextToken }) });

const find = (
  allowedTiB: number,
  pages: Parameters<AnsweringAws["answering"]>[0][string],
  variables: Partial<VariableValues> = {},
) =>
  storageQuota(
    server.answering({ GetServiceQuota: [json({ Quota: { Value: allowedTiB } })], DescribeVolumes: pages }),
    planOfDeploy({}, variables),
  );

test("fits to the last GiB, and not one further", async () => {
  const others = [page([volume(1_024)])];
  expect(await find(2, others)).toEqual({
    verdict: "ok",
    text: "EBS storage: quota L-7A658B76 in eu-central-1 must allow 1.0 TiB of gp3 beside the 1.0 there are; got 2",
  });
  const { text, verdict } = await find(2, others, { chain_volume_size_gib: 1_025 });
  expect([verdict, text]).toEqual(["refused", expect.stringContaining("got 2: ask for more")]);
});

test("other volumes count on every page, and the project's own do not", async () => {
  const pages = [page([volume(512), volume(9_999, "mainnet-parity")], "next"), page([volume(512, "another")])];
  expect((await find(50, pages)).text).toContain("beside the 1.0 there are");
  expect(server.calls.filter(({ operation }) => operation === "DescribeVolumes")).toHaveLength(2);
});

test.each([
  ["gp2", "L-D18FCD1D"],
  ["gp3", "L-7A658B76"],
  ["io1", "L-FD252861"],
  ["io2", "L-09BD8365"],
])("volumes of %s count towards %s, and only they are asked for", async (type, quota) => {
  expect((await find(50, [page([])], { chain_volume_type: type })).text).toContain(`quota ${quota} in eu-central-1`);
  const asked = Object.fromEntries(server.calls.map(({ operation, parameters }) => [operation, parameters]));
  expect(asked.GetServiceQuota).toEqual({ ServiceCode: "ebs", QuotaCode: quota });
  expect(asked.DescribeVolumes).toMatchObject({ "Filter.1.Name": "volume-type", "Filter.1.Value.1": type });
});
