import { UserError } from "../../process/user-error";
import { REGION } from "../lab-settings";

const TIMEOUT_MILLISECONDS = 20_000;

/** The few calls that the lab makes itself; the emulator reads the service from the credentials and checks no signature. */
export class LocalAws {
  constructor(private readonly endpoint: string) {}

  /** Makes an ECR repository where it is missing. Answers its URI. */
  async ensureRepository(name: string): Promise<string> {
    const api = "AmazonEC2ContainerRegistry_V20150921";
    await this.json("ecr", `${api}.CreateRepository`, { repositoryName: name }, "RepositoryAlreadyExistsException");
    const text = await this.json("ecr", `${api}.DescribeRepositories`, { repositoryNames: [name] });
    const { repositories } = JSON.parse(text) as { repositories: { repositoryUri: string }[] };
    return repositories[0]?.repositoryUri ?? "";
  }

  /** Makes a versioned bucket where it is missing. */
  async ensureVersionedBucket(name: string): Promise<void> {
    const location = `<CreateBucketConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><LocationConstraint>${REGION}</LocationConstraint></CreateBucketConfiguration>`;
    await this.send("s3", `/${name}`, { method: "PUT", body: location }, "BucketAlreadyOwnedByYou");
    const versioning = `<VersioningConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Status>Enabled</Status></VersioningConfiguration>`;
    await this.send("s3", `/${name}?versioning`, { method: "PUT", body: versioning });
  }

  /** The newest events of a log group, oldest first. */
  async logEvents(group: string, limit: number): Promise<LogEvent[]> {
    const text = await this.json("logs", "Logs_20140328.FilterLogEvents", { logGroupName: group, limit: 10_000 });
    const { events = [] } = JSON.parse(text) as { events?: LogEvent[] };
    return events.slice(-limit);
  }

  private json(service: string, target: string, body: object, tolerated?: string): Promise<string> {
    const headers = { "Content-Type": "application/x-amz-json-1.1", "X-Amz-Target": target };
    return this.send(service, "/", { method: "POST", body: JSON.stringify(body), headers }, tolerated);
  }

  private async send(service: string, path: string, init: RequestInit, tolerated?: string): Promise<string> {
    const scope = `Credential=test/20200101/${REGION}/${service}/aws4_request`;
    const headers = { ...init.headers, Authorization: `AWS4-HMAC-SHA256 ${scope}, SignedHeaders=host, Signature=0` };
    const signal = AbortSignal.timeout(TIMEOUT_MILLISECONDS);
    const response = await fetch(`${this.endpoint}${path}`, { ...init, headers, signal });
    const text = await response.text();
    if (!response.ok && !(tolerated !== undefined && text.includes(tolerated))) {
      throw new UserError(`the local AWS answered ${response.status} to ${service} ${path}: ${text.slice(0, 300)}`);
    }
    return text;
  }
}

/** One line of a CloudWatch log. */
export interface LogEvent {
  /** Milliseconds since 1970. */
  readonly timestamp: number;
  readonly message: string;
}
