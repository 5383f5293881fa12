import { App } from "cdktf";
import { readSettings } from "../../../stacks/settings/settings";
import { messageOf } from "../../support/message-of";

const read = (environment: NodeJS.ProcessEnv = {}, context: Record<string, unknown> = {}) =>
  readSettings(new App({ context, outdir: "/nonexistent" }), environment);

test("prefers the environment variable to the context and the context to the default", () => {
  expect(read({}, { region: "us-east-1" }).region).toBe("us-east-1");
  expect(read({ ETHNODE_REGION: "eu-west-1" }, { region: "us-east-1" }).region).toBe("eu-west-1");
});

test("takes the region of the AWS CLI where none is set, and its own default without one", () => {
  expect(read({ AWS_REGION: "us-east-1", AWS_DEFAULT_REGION: "us-west-2" }).region).toBe("us-east-1");
  expect(read({ AWS_DEFAULT_REGION: "us-west-2" }).region).toBe("us-west-2");
  expect(read({ AWS_REGION: "us-east-1", ETHNODE_REGION: "eu-west-1" }).region).toBe("eu-west-1");
  expect(read({ AWS_REGION: "us-east-1" }, { region: "eu-west-1" }).region).toBe("eu-west-1");
  expect(messageOf(() => read({ AWS_REGION: "virginia" }))).toContain(
    "region (environment variable AWS_REGION) must be",
  );
});

test("takes an empty environment variable for unset", () => {
  expect(read({ ETHNODE_REGION: "", ETHNODE_IMAGE: "", ETHNODE_STATE_BUCKET: "" })).toEqual(read());
});

test("names the context where the bad value came from there", () => {
  expect(messageOf(() => read({}, { region: "frankfurt" }))).toContain("region (context region) must be");
});
