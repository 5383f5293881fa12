import { elasticIpQuota } from "../../../preflight/checks/elastic-ip-quota";
import { AnsweringAws, ec2, json } from "../support/answering-aws";
import { planOfDeploy } from "../support/plan-of-deploy";

const server = new AnsweringAws();
beforeAll(() => server.start());
afterAll(() => server.stop());

const WANTED = { ETHNODE_ELASTIC_IP: "true", ETHNODE_NODE_COUNT: "2" };
const address = (project?: string) => ({
  publicIp: "192.0.2.1",
  tagSet: project === undefined ? [] : [{ key: "Project", value: project }],
});
const find = (allowed: number, addresses: readonly object[], settings: NodeJS.ProcessEnv = WANTED) =>
  elasticIpQuota(
    server.answering({
      GetServiceQuota: [json({ Quota: { Value: allowed } })],
      DescribeAddresses: [ec2({ addressesSet: addresses })],
    }),
    planOfDeploy(settings),
  );

test("is asked for nothing where none is wanted", async () => {
  expect(await find(0, [], {})).toEqual({ verdict: "ok", text: "Elastic IPs: none wanted" });
  expect(server.calls).toEqual([]);
});

test("counts the addresses of others, and not the project's own", async () => {
  const addresses = [address(), address("another"), address("another"), address("mainnet-parity")];
  const figures = "quota L-0263D0A3 in eu-central-1 must allow 2 Elastic IPs beside the 3 there are; got";
  expect(await find(5, addresses)).toEqual({ verdict: "ok", text: `Elastic IPs: ${figures} 5` });
  const { text, verdict } = await find(4, addresses);
  expect([verdict, text]).toEqual(["refused", expect.stringContaining(`${figures} 4: ask for more`)]);
});
