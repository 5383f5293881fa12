import { synthesize } from "../support/synthesize";

const { state } = synthesize();

test("says of its tags nothing that only the nodes have", () => {
  expect(state.variable.tags?.description).toBe("Tags of everything that the stack makes.");
});

test("keeps the bucket's name when its state moves into it", () => {
  expect(state.variable.bucket_name?.default).toBe("");
  expect(synthesize({ ETHNODE_STATE_BUCKET: "my-state" }).state.variable.bucket_name?.default).toBe("my-state");
});
