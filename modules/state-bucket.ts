import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketLifecycleConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration";
import { S3BucketOwnershipControls } from "@cdktf/provider-aws/lib/s3-bucket-ownership-controls";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy";
import { S3BucketPublicAccessBlock } from "@cdktf/provider-aws/lib/s3-bucket-public-access-block";
import { S3BucketServerSideEncryptionConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration";
import { S3BucketVersioningA } from "@cdktf/provider-aws/lib/s3-bucket-versioning";
import { Construct } from "constructs";
import { acceptFindings } from "./aws/accept-findings";
import type { AwsAccount } from "./aws/aws-account";
import { iamPolicy, type PolicyStatement } from "./aws/iam-policy";

const OLD_VERSION_DAYS = 90;

export interface StateBucketProps {
  readonly account: AwsAccount;
  readonly bucketName: string;
  /** KMS key that encrypts what is written without naming a key. @default S3's own key */
  readonly kmsKeyArn?: string;
}

/** A bucket fit for Terraform state: versioned, encrypted, private, TLS only, never destroyed. */
export class StateBucket extends Construct {
  readonly bucketName: string;

  constructor(scope: Construct, id: string, props: StateBucketProps) {
    super(scope, id);
    const bucket = new S3Bucket(this, "bucket", { bucket: props.bucketName, lifecycle: { preventDestroy: true } });
    acceptFindings(bucket, "2026-11-26", {
      CKV2_AWS_62: "nothing acts on a change of the state",
      CKV_AWS_18:
        "a log of accesses takes a bucket of its own, which would fail this check in turn; CloudTrail can log them",
      CKV_AWS_144:
        "old versions are kept; what a lost region held is lost with it, and its state is of no use elsewhere",
      ...(props.kmsKeyArn === undefined
        ? { CKV_AWS_145: "Terraform's backend asks for S3's own key with each object, whatever the bucket's default" }
        : {}),
    });
    const versioning = new S3BucketVersioningA(this, "versioning", {
      bucket: bucket.id,
      versioningConfiguration: { status: "Enabled" },
    });
    new S3BucketServerSideEncryptionConfigurationA(this, "encryption", {
      bucket: bucket.id,
      rule: [
        {
          ...(props.kmsKeyArn === undefined
            ? { applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }
            : {
                applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: props.kmsKeyArn },
                // One request to KMS for many objects.
                bucketKeyEnabled: true,
              }),
          // S3 blocks SSE-C on new buckets by itself, which the provider would plan to undo at every run.
          blockedEncryptionTypes: ["SSE-C"],
        },
      ],
    });
    const privacy = new S3BucketPublicAccessBlock(this, "privacy", {
      bucket: bucket.id,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    new S3BucketOwnershipControls(this, "ownership", {
      bucket: bucket.id,
      rule: { objectOwnership: "BucketOwnerEnforced" },
    });
    new S3BucketLifecycleConfiguration(this, "expiry", {
      bucket: bucket.id,
      rule: [
        {
          id: "expire-old-versions",
          status: "Enabled",
          filter: [{ prefix: "" }],
          noncurrentVersionExpiration: [{ noncurrentDays: OLD_VERSION_DAYS }],
          // Each lock leaves one behind.
          expiration: [{ expiredObjectDeleteMarker: true }],
          abortIncompleteMultipartUpload: [{ daysAfterInitiation: 7 }],
        },
      ],
      dependsOn: [versioning],
    });
    // By the name, so that a reviewer reads the policy in the first plan.
    const bucketArn = props.account.globalArn("s3", props.bucketName);
    const tlsOnly: PolicyStatement = {
      Sid: "TlsOnly",
      Effect: "Deny",
      Principal: "*",
      Action: ["s3:*"],
      Resource: [bucketArn, `${bucketArn}/*`],
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    };
    new S3BucketPolicy(this, "policy", { bucket: bucket.id, policy: iamPolicy([tlsOnly]), dependsOn: [privacy] });

    this.bucketName = bucket.bucket;
  }
}
