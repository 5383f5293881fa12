import { setTimeout as sleep } from "node:timers/promises";
import { runCommand, tryCommand } from "../process/command";
import { UserError } from "../process/user-error";
import { judgeScan, type Severity, type Verdict } from "./image-scan";

const CALL_SECONDS = 60;
const SCAN_SECONDS = 300;
/** So long ECR may not know of a scan yet. */
const SCAN_BEGIN_SECONDS = 30;
const POLL_MILLISECONDS = 5000;

interface Repository {
  readonly repositoryUri: string;
  readonly imageTagMutability: string;
}

/** A repository in ECR that images are found again in by their tags. */
export class EcrRepository {
  private constructor(
    private readonly region: string,
    private readonly name: string,
    readonly uri: string,
  ) {}

  /** @throws where there is none and it is not to be made, or where its tags can be moved */
  static async open(region: string, name: string, create: boolean): Promise<EcrRepository> {
    const { exitCode, stderr, stdout } = await call(region, "describe-repositories", "--repository-names", name);
    if (exitCode !== 0 && !stderr.includes("RepositoryNotFoundException")) {
      throw new UserError(`aws ecr describe-repositories failed: ${stderr.trim()}`);
    }
    if (exitCode !== 0 && !create) {
      throw new UserError(
        `the ECR repository ${name} must exist in ${region}: make it, or say --create-repositories; got none`,
      );
    }
    const repository: Repository =
      exitCode === 0 ? JSON.parse(stdout).repositories[0] : (await createRepository(region, name)).repository;
    if (!repository.imageTagMutability.startsWith("IMMUTABLE")) {
      throw new UserError(
        `the ECR repository ${name} must have immutable tags, by which an image is found again; got ${repository.imageTagMutability}`,
      );
    }
    return new EcrRepository(region, name, repository.repositoryUri);
  }

  /** Digest behind a tag; undefined where there is no such image. */
  async digestOf(tag: string): Promise<string | undefined> {
    const { images } = await answer(this.region, "batch-get-image", ...this.ids(`imageTag=${tag}`, "--image-ids"));
    return images[0]?.imageId.imageDigest;
  }

  /** What ECR's scan of the image found, once it has ended. */
  async scanOf(digest: string, worst: Severity | "none"): Promise<Verdict> {
    const begin = Date.now();
    const passed = (seconds: number) => Date.now() - begin > seconds * 1000;
    for (;;) {
      const id = this.ids(`imageDigest=${digest}`, "--image-id");
      const { exitCode, stderr, stdout } = await call(this.region, "describe-image-scan-findings", ...id);
      if (exitCode !== 0 && !stderr.includes("ScanNotFoundException")) {
        throw new UserError(`aws ecr describe-image-scan-findings failed: ${stderr.trim()}`);
      }
      const verdict: Verdict = exitCode === 0 ? judgeScan(JSON.parse(stdout), worst) : { kind: "running" };
      if (verdict.kind !== "running") {
        return verdict;
      }
      if (exitCode !== 0 && passed(SCAN_BEGIN_SECONDS)) {
        return { kind: "not-scanned", text: "the repository scans nothing on push" };
      }
      if (passed(SCAN_SECONDS)) {
        return { kind: "not-scanned", text: `the scan did not end within ${SCAN_SECONDS} s` };
      }
      await sleep(POLL_MILLISECONDS);
    }
  }

  private ids(id: string, option: string): string[] {
    return ["--repository-name", this.name, option, id];
  }
}

function createRepository(region: string, name: string): Promise<{ repository: Repository }> {
  const scan = ["--image-scanning-configuration", "scanOnPush=true"];
  return answer(region, "create-repository", "--repository-name", name, "--image-tag-mutability", "IMMUTABLE", ...scan);
}

function commandLine(region: string, operation: string, args: readonly string[]): string[] {
  return ["ecr", operation, "--region", region, "--output", "json", ...args];
}

function call(region: string, operation: string, ...args: string[]) {
  return tryCommand("aws", commandLine(region, operation, args), { timeoutSeconds: CALL_SECONDS });
}

async function answer(region: string, operation: string, ...args: string[]) {
  const { stdout } = await runCommand("aws", commandLine(region, operation, args), { timeoutSeconds: CALL_SECONDS });
  return JSON.parse(stdout);
}
