import { quotaValue } from "../../preflight/quota-value";
import { AnsweringAws, json, jsonError } from "./support/answering-aws";

const server = new AnsweringAws();
beforeAll(() => server.start());
afterAll(() => server.stop());

const value = (Value: number) => json({ Quota: { Value } });
const ask = (answers: Parameters<AnsweringAws["answering"]>[0]) =>
  quotaValue(server.answering(answers), "ec2", "L-1216C47A");

test("is the account's own", async () => {
  expect(await ask({ GetServiceQuota: [value(32)] })).toBe(32);
  expect(server.calls).toEqual([
    { operation: "GetServiceQuota", parameters: { ServiceCode: "ec2", QuotaCode: "L-1216C47A" } },
  ]);
});

test("is what AWS gives everybody, where the account has none of its own", async () => {
  const answers = { GetServiceQuota: [jsonError("NoSuchResourceException")], GetAWSDefaultServiceQuota: [value(5)] };
  expect(await ask(answers)).toBe(5);
  expect(server.calls[1]?.parameters).toEqual({ ServiceCode: "ec2", QuotaCode: "L-1216C47A" });
});

test("may be 0, which is a value", async () => {
  expect(await ask({ GetServiceQuota: [value(0)] })).toBe(0);
});

test("is never guessed: another error, and an answer without a value, are errors", async () => {
  await expect(
    ask({ GetServiceQuota: [jsonError("AccessDeniedException")], GetAWSDefaultServiceQuota: [value(5)] }),
  ).rejects.toThrow("AccessDeniedException, it says");
  await expect(ask({ GetServiceQuota: [json({ Quota: {} })] })).rejects.toThrow("quota L-1216C47A has no value");
});

test("is asked for again after a moment's fault", async () => {
  const answers = {
    GetServiceQuota: [jsonError("TooManyRequestsException", 429), jsonError("ServiceException", 500), value(32)],
  };
  expect(await ask(answers)).toBe(32);
  expect(server.calls).toHaveLength(3);
});
