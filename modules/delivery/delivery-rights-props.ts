import type { AwsAccount } from "../aws/aws-account";

/** What the rights of both roles are made of. */
export interface DeliveryRightsProps {
  readonly name: string;
  readonly account: AwsAccount;
  /** Key of the tag of everything of the deployment, whose value is its name. */
  readonly projectTag: string;
  readonly stateBucket: string;
  /** Key in it of the state that is planned and applied. */
  readonly stateKey: string;
  /** Region of bucket and key, as KMS hears of the caller. */
  readonly stateKmsCaller: string;
  /** Where reviewed plans are, with a / at its end. */
  readonly planPrefix: string;
  /** KMS key of bucket and state. @default S3's own key */
  readonly stateKmsKeyArn?: string;
  /** Whether Terraform builds and pushes images. */
  readonly pushesImages: boolean;
  /** Route53 zone that is there. @default the stack makes one */
  readonly zoneId?: string;
  /** Whether there is a Recycle Bin. */
  readonly recycleBin: boolean;
}
