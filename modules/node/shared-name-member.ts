import { Route53Record } from "@cdktf/provider-aws/lib/route53-record";
import { Construct } from "constructs";
import { type NodeDns, RECORD_TTL_SECONDS } from "../fleet/dns";
import type { NodeHost } from "./host";

export interface SharedNameMemberProps {
  readonly dns: NodeDns;
  /** Name of the node in its fleet. */
  readonly nodeName: string;
  /** Group of the node's host, which registers the name that this leads to. */
  readonly host: NodeHost["group"];
}

/**
 * One node's share of the name of all nodes: an alias of the node's member name. Hosts have no right to it, since IAM cannot
 * tell several records of one name apart.
 */
export class SharedNameMember extends Construct {
  constructor(scope: Construct, id: string, { dns, nodeName, host }: SharedNameMemberProps) {
    super(scope, id);
    new Route53Record(this, "record", {
      zoneId: dns.zoneId,
      name: dns.sharedName,
      type: "CNAME",
      ttl: RECORD_TTL_SECONDS,
      setIdentifier: nodeName,
      weightedRoutingPolicy: { weight: 1 },
      records: [dns.memberName(nodeName)],
      // One that is removed loses its callers before it stops; a new one gets them some minutes before it registers.
      dependsOn: [host],
    });
  }
}
