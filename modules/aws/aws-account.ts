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

  /** Name under which a service of this region calls KMS for somebody. */
  kmsCaller(service: string): string {
    return `${service}.${this.region}.${this.dnsSuffix}`;
  }
}
