import type { Finding } from "../../preflight/finding";
import { runChecks } from "../../preflight/run-checks";
import { AnsweringAws, callerIdentity, ec2, ec2Refuses, json, jsonError, stsRefuses } from "./support/answering-aws";
import { planOfDeploy } from "./support/plan-of-deploy";

const server = new AnsweringAws();
beforeAll(() => server.start());
afterAll(() => server.stop());

type Answers = Parameters<AnsweringAws["answering"]>[0];
/** A settled account. */
const SETTLED: Answers = {
  GetCallerIdentity: [callerIdentity],
  GetAccountPlanState: [json({ accountPlanType: "PAID", accountPlanStatus: "ACTIVE" })],
  GetServiceQuota: [json({ Quota: { Value: 64 } })],
  DescribeInstanceTypes: [ec2({ instanceTypeSet: [{ instanceType: "t3.micro", vCpuInfo: { defaultVCpus: 4 } }] })],
  DescribeInstances: [ec2({ reservationSet: [] })],
  DescribeAddresses: [ec2({ addressesSet: [] })],
  DescribeVolumes: [ec2({ volumeSet: [] })],
  DescribeKeyPairs: [ec2({ keySet: [{ keyName: "operator" }] })],
  GetEbsDefaultKmsKeyId: [ec2({ kmsKeyId: "alias/aws/ebs" })],
};
const PLAN = planOfDeploy({ ETHNODE_ELASTIC_IP: "true" }, { key_name: "operator" });

async function findings(answers: Answers, callSeconds?: number): Promise<Finding[]> {
  const all: Finding[] = [];
  for await (const finding of runChecks(server.answering({ ...SETTLED, ...answers }, callSeconds), PLAN)) {
    all.push(finding);
  }
  return all;
}
/** The one that is not ok. */
async function onlyComplaint(answers: Answers, callSeconds?: number): Promise<Finding> {
  const all = await findings(answers, callSeconds);
  expect(all).toHaveLength(7);
  const [complaint, ...others] = all.filter(({ verdict }) => verdict !== "ok");
  expect(others).toEqual([]);
  return complaint as Finding;
}

test("a settled account passes all", async () => {
  expect((await findings({})).map(({ text, verdict }) => `${verdict} ${text.split(":")[0]}`)).toEqual(
    ["credentials", "account plan", "vCPUs", "Elastic IPs", "EBS storage", "key pair", "default key of EBS"].map(
      (check) => `ok ${check}`,
    ),
  );
});

test.each([
  ["ExpiredToken", "they are expired, log in again"],
  ["InvalidClientTokenId", "they are wrong, or the region is not enabled"],
  ["UnrecognizedClientException", "they are wrong, or the region is not enabled"],
])("after credentials that AWS refuses with %s nothing more is asked", async (code, remedy) => {
  expect(await findings({ GetCallerIdentity: [stsRefuses(code)] })).toEqual([
    { verdict: "refused", text: expect.stringContaining(`AWS says ${code}: ${remedy}`) },
  ]);
  expect(server.calls.map(({ operation }) => operation)).toEqual(["GetCallerIdentity"]);
});

test("what the login may not see is said, and the rest is asked", async () => {
  expect(await onlyComplaint({ DescribeVolumes: [ec2Refuses("UnauthorizedOperation", 403)] })).toEqual({
    verdict: "warning",
    text: "EBS storage could not be asked: UnauthorizedOperation",
  });
  expect(await onlyComplaint({ GetAccountPlanState: [jsonError("AccessDeniedException")] })).toEqual({
    verdict: "warning",
    text: "account plan could not be asked: AccessDeniedException",
  });
});

test("a service that stays silent costs its own check only", async () => {
  expect(await onlyComplaint({ DescribeAddresses: [() => undefined] }, 0.3)).toEqual({
    verdict: "warning",
    text: "Elastic IPs could not be asked: TimeoutError",
  });
  expect(await onlyComplaint({ GetAccountPlanState: [() => undefined] }, 0.3)).toEqual({
    verdict: "warning",
    text: "account plan could not be asked: TimeoutError",
  });
});

test("an answer that nobody understands is said", async () => {
  const ofProxy = () => ({ status: 200, body: "<html>proxy</html>" });
  expect((await onlyComplaint({ GetAccountPlanState: [ofProxy] })).text).toBe(
    "account plan could not be asked: SyntaxError",
  );
  expect((await onlyComplaint({ DescribeInstanceTypes: [ofProxy] })).text).toBe(
    'vCPUs could not be asked: EC2 does not say how many vCPUs "m7i.xlarge" has',
  );
  const withoutValue = [json({})];
  expect((await findings({ GetServiceQuota: withoutValue })).map(({ text }) => text)).toEqual(
    expect.arrayContaining(
      ["vCPUs could not be asked: quota L-1216C47A", "EBS storage could not be asked: quota L-7A658B76"].map(
        (text) => `${text} has no value`,
      ),
    ),
  );
  expect(await findings({ GetCallerIdentity: [ofProxy] })).toEqual([
    {
      verdict: "refused",
      text: "credentials must be valid in eu-central-1; got an answer that is not AWS's: is there a proxy?",
    },
  ]);
});

test("what only a person can mend is refused", async () => {
  expect(await onlyComplaint({ GetEbsDefaultKmsKeyId: [ec2Refuses("OptInRequired", 401)] })).toEqual({
    verdict: "refused",
    text: "default key of EBS: the account must be signed up for the service in this region; AWS says OptInRequired",
  });
  expect(await onlyComplaint({ DescribeInstanceTypes: [ec2Refuses("InvalidInstanceType")] })).toEqual({
    verdict: "refused",
    text: "vCPUs: instance_type must be a type of EC2; AWS says InvalidInstanceType, it says",
  });
  expect(await onlyComplaint({ DescribeKeyPairs: [ec2Refuses("InvalidKeyPair.NotFound")] })).toEqual({
    verdict: "refused",
    text: 'key_name must be a key pair of eu-central-1; got "operator", which is none',
  });
});

test("the free plan launches what the free tier holds only, and an expired one nothing", async () => {
  const plan = (accountPlanType: string, accountPlanStatus: string) => ({
    GetAccountPlanState: [json({ accountPlanType, accountPlanStatus })],
  });
  expect(await onlyComplaint(plan("FREE", "ACTIVE"))).toEqual({
    verdict: "refused",
    text: expect.stringContaining('PAID for instance_type "m7i.xlarge"; got FREE, which launches t3.micro only'),
  });
  expect(await onlyComplaint(plan("FREE", "EXPIRED"))).toEqual({
    verdict: "refused",
    text: expect.stringContaining("account plan must run; got EXPIRED"),
  });
});

test("a key of the account's own as EBS's default is only said", async () => {
  const key = "arn:aws:kms:eu-central-1:111122223333:key/01234567-89ab-cdef-0123-456789abcdef";
  expect(await onlyComplaint({ GetEbsDefaultKmsKeyId: [ec2({ kmsKeyId: key })] })).toEqual({
    verdict: "warning",
    text: expect.stringContaining(`default key of EBS in eu-central-1 is ${key}: its policy must let`),
  });
});
