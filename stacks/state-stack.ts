import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Fn, Op, TerraformLocal, TerraformStack, TerraformVariable } from "cdktf";
import type { Construct } from "constructs";
import { AwsAccount } from "../modules/aws/aws-account";
import { StateBucket } from "../modules/state-bucket";
import { useBackend } from "./backend";
import { declareStateOutputs } from "./outputs";
import { BUCKET_NAME_RULE, type Settings } from "./settings/settings";
import { declareOwnTags, defaultTags } from "./variables/own-tags";
import { rule } from "./variables/variable-rule";

/** The S3 bucket that holds remote state, this stack's own included once it was moved there. */
export class StateStack extends TerraformStack {
  constructor(scope: Construct, id: string, settings: Settings) {
    super(scope, id);
    const { name, stateRegion: region } = settings;
    const bucketName = new TerraformVariable(this, "bucket_name", {
      type: "string",
      default: settings.stateBucket ?? "",
      description: "Name of the bucket; empty: <name>-state-<account id>.",
      nullable: false,
      validation: [
        rule(
          "bucket_name",
          `be empty or ${BUCKET_NAME_RULE}`,
          'var.bucket_name == "" || (can(regex("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$", var.bucket_name)) && !can(regex("[.][.]|[.]-|-[.]|^[0-9.]+$", var.bucket_name)))',
        ),
      ],
    });
    useBackend(this, id, settings);
    new AwsProvider(this, "aws", { region, defaultTags: defaultTags(name, declareOwnTags(this)) });

    const account = new AwsAccount(this, "account", { region });
    const generated = `${name}-state-${account.accountId}`;
    const chosen = Fn.conditional(Op.neq("", bucketName.stringValue), bucketName.stringValue, generated);
    const bucket = new StateBucket(this, "bucket", {
      account,
      bucketName: new TerraformLocal(this, "name-of-bucket", chosen).asString,
      ...(settings.stateKmsKeyArn === undefined ? {} : { kmsKeyArn: settings.stateKmsKeyArn }),
    });

    declareStateOutputs(this, bucket);
  }
}
