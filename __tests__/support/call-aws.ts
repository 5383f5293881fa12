import { execFileSync } from "node:child_process";
import path from "node:path";
import type { Session } from "../../lab/session";
import { labEnvironment } from "../../lab/terraform/terraform";
import type { StateDir } from "../../machine/state-dir";

/** An answer of the AWS API: whatever shape the operation has. */
// biome-ignore lint/suspicious/noExplicitAny: the API's shapes are botocore's, which has no TypeScript types
export type AwsAnswer = any;

/** Calls the lab's local AWS as any client would: with the AWS SDK that its own Python environment holds. */
export function callAws(
  state: StateDir,
  session: Session,
  service: string,
  operation: string,
  parameters: object = {},
): AwsAnswer {
  const script = path.join(__dirname, "call-aws.py");
  const answer = execFileSync(state.python, [script, service, operation, JSON.stringify(parameters)], {
    encoding: "utf8",
    env: { ...labEnvironment(state, session), AWS_DEFAULT_REGION: "eu-central-1" },
  });
  return JSON.parse(answer);
}
