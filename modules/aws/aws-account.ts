import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import { DataAwsPartition } from "@cdktf/provider-aws/lib/data-aws-partition";
import { Construct } from "constructs";

export interface AwsAccountProps {
  readonly region: string;
}

/** The account, partition and region that the provider works in, and ARNs inside them. */
export class AwsAccount extends Construct {
  readonly accountId: string;
  readonly region: string;
  /** Host name of the account's ECR registry. */
  readonly ecrRegistry: string;
  private readonly partition: string;
  private readonly dnsSuffix: string;

  constructor(scope: Construct, id: string, props: AwsAccountProps) {
    super(scope, id);
    this.accountId = new DataAwsCallerIdentity(this, "identity").accountId;
    const partition = new DataAwsPartition(this, "partition");
    this.partition = partition.partition;
    this.region = props.region;
    this.dnsSuffix = partition.dnsSuffix;
    this.ecrRegistry = `${this.accountId}.dkr.ecr.${this.region}.${this.dnsSuffix}`;
  }

  /** ARN of something that lives in this account and region. */
  arn(service: string, resource: string): string {
    return `arn:${this.partition}:${service}:${this.region}:${this.accountId}:${resource}`;
  }

  /** ARN of something that belongs to no region and whose ARN names no account. */
  globalArn(service: string, resource: string): string {
    return `arn:${this.partition}:${service}:::${resource}`;
  }

  /** ARN of something of this account that belongs to no region. */
  worldwideArn(service: string, resource: string): string {
    return `arn:${this.partition}:${service}::${this.accountId}:${resource}`;
  }

  /** ARN of something of IAM in this account. */
  iamArn(resource: string): string {
    return this.worldwideArn("iam", resource);
  }

  /** ARN of something in this region whose ARN names no account, as of what others own too. */
  sharedArn(service: string, resource: string): string {
    return `arn:${this.partition}:${service}:${this.region}::${resource}`;
  }

  /** ARN of something in any region and account. */
  anyArn(service: string, resource: string): string {
    return `arn:${this.partition}:${service}:*:*:${resource}`;
  }

  /** Name under which a service of this region, or another, calls KMS for somebody. */
  kmsCaller(service: string, region = this.region): string {
    return `${service}.${region}.${this.dnsSuffix}`;
  }
}
