import { findings, update } from "../support/findings";

test("a topic whose key goes is no longer encrypted, and one that never had a key is as it was", () => {
  const topic = "aws_sns_topic.a";
  expect(findings([update(topic, { kms_master_key_id: "k" }, { kms_master_key_id: "" })])).toEqual([
    `unencrypted ${topic}`,
  ]);
  expect(findings([update(topic, { kms_master_key_id: "", name: "a" }, { kms_master_key_id: "", name: "b" })])).toEqual(
    [],
  );
});
