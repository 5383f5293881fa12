import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Fn, Op, TerraformLocal, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { AwsAccount } from "../modules/aws/aws-account";
import { StateBucket } from "../modules/state-bucket";
import { useBackend } from "./backend";
import { declareStateOutputs } from "./outputs";
import type { Settings } from "./settings/settings-of";
import { defaultTags } from "./variables/own-tags";
import { stateVariables } from "./variables/state-variables";
import { declareVariables } from "./variables/variables";

/** The S3 bucket that holds remote state, this stack's own included once it was moved there. */
export class StateStack extends TerraformStack {
  constructor(scope: Construct, id: string, settings: Settings) {
    super(scope, id);
    const { name, stateRegion: region } = settings;
    const { bucketName, tags } = declareVariables(this, stateVariables(settings));
    useBackend(this, id, settings);
    new AwsProvider(this, "aws", { region, defaultTags: defaultTags(name, tags) });

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
