import { DataAwsVpc } from "@cdktf/provider-aws/lib/data-aws-vpc";
import { Construct } from "constructs";

export interface VpcWithDnsProps {
  readonly vpcId: string;
}

/** A VPC in which a private zone answers: one without these two attributes resolves no name of it. */
export class VpcWithDns extends Construct {
  readonly vpcId: string;

  constructor(scope: Construct, id: string, props: VpcWithDnsProps) {
    super(scope, id);
    const vpc = new DataAwsVpc(this, "vpc", {
      id: props.vpcId,
      lifecycle: {
        postcondition: [
          {
            condition: `\${self.enable_dns_support && self.enable_dns_hostnames}`,
            errorMessage:
              "dnsZone (ETHNODE_DNS_ZONE) private needs a VPC with enableDnsSupport and enableDnsHostnames, else no name resolves; " +
              `got \${self.id} with \${self.enable_dns_support} and \${self.enable_dns_hostnames}: aws ec2 modify-vpc-attribute sets them.`,
          },
        ],
      },
    });
    this.vpcId = vpc.id;
  }
}
