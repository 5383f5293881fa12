import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";

const TOKEN = "metadata-token";
const ROLE = "host";

/** The metadata service of one instance, which answers nothing without a token of IMDSv2. */
export class InstanceMetadata {
  /** Values by their path below meta-data/; every other path answers 404. */
  readonly values: Record<string, string | undefined> = {
    "iam/security-credentials/": ROLE,
    [`iam/security-credentials/${ROLE}`]: JSON.stringify({
      Code: "Success",
      Type: "AWS-HMAC",
      AccessKeyId: "test",
      SecretAccessKey: "test",
      Token: "test",
      LastUpdated: "2026-01-01T00:00:00Z",
      Expiration: "2099-01-01T00:00:00Z",
    }),
  };
  /** How long each answer takes. */
  delayMilliseconds = 0;
  /** Whether it issues tokens; one of the first version answers 404 to the wish for one. */
  version: 1 | 2 = 2;

  async answer({ method, url = "", headers }: IncomingMessage, response: ServerResponse): Promise<void> {
    await sleep(this.delayMilliseconds);
    if (method === "PUT" && url === "/latest/api/token") {
      const allowed = this.version === 2 && headers["x-aws-ec2-metadata-token-ttl-seconds"] !== undefined;
      response
        .writeHead(allowed ? 200 : 404, { "x-aws-ec2-metadata-token-ttl-seconds": "300" })
        .end(allowed ? TOKEN : "");
      return;
    }
    const value = this.values[url.replace("/latest/meta-data/", "")];
    if (this.version === 2 && headers["x-aws-ec2-metadata-token"] !== TOKEN) {
      response.writeHead(401).end();
    } else {
      response.writeHead(value === undefined ? 404 : 200).end(value);
    }
  }
}
