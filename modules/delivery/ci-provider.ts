import { DataAwsIamOpenidConnectProvider } from "@cdktf/provider-aws/lib/data-aws-iam-openid-connect-provider";
import { IamOpenidConnectProvider } from "@cdktf/provider-aws/lib/iam-openid-connect-provider";
import { Fn, ref } from "cdktf";
import { Construct } from "constructs";
import { AUDIENCE, type CiPlatform, ISSUERS } from "./ci-trust";

export interface CiProviderProps {
  readonly platform: CiPlatform;
  /** Whether the account has one already: it can hold one of an issuer only. */
  readonly isThere: boolean;
}

/** What lets AWS believe the tokens of a CI platform. */
export class CiProvider extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, props: CiProviderProps) {
    super(scope, id);
    const url = `https://${ISSUERS[props.platform]}`;
    if (!props.isThere) {
      this.arn = new IamOpenidConnectProvider(this, "provider", {
        url,
        clientIdList: [AUDIENCE],
        // Whatever else of the account may trust it by then.
        lifecycle: { preventDestroy: true },
      }).arn;
      return;
    }
    const audiences = ref("self.client_id_list");
    const existing = new DataAwsIamOpenidConnectProvider(this, "existing", {
      url,
      lifecycle: {
        postcondition: [
          {
            condition: Fn.contains(audiences, AUDIENCE),
            errorMessage: `The provider ${url} of the account (ciProviderExists, ETHNODE_CI_PROVIDER_EXISTS) must have the audience ${AUDIENCE}; got ${Fn.jsonencode(audiences)}.`,
          },
        ],
      },
    });
    this.arn = existing.arn;
  }
}
