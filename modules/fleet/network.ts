import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { SecurityGroupRule } from "@cdktf/provider-aws/lib/security-group-rule";
import { Fn, Op, Token } from "cdktf";
import { Construct } from "constructs";
import { acceptFindings } from "../aws/accept-findings";
import type { PeerPort } from "../clients/client-profile";
import type { NodeProfile } from "../clients/node-profile";
import { MONITOR_PORT } from "../monitor-contract";

const SSH_PORT = 22;

export interface NodeNetworkProps {
  /** Prefix of every name in AWS. */
  readonly name: string;
  readonly vpcId: string;
  /** Whose ports are opened. */
  readonly nodeProfile: NodeProfile;
  /** IPv4 CIDR blocks that may open peer-to-peer connections. */
  readonly p2pCidrs: string[];
  /** EC2 key pair of the hosts; empty for none. */
  readonly keyName: string;
  /** IPv4 CIDR blocks that may use SSH; without a key pair, or empty, SSH stays closed. */
  readonly sshCidrs: string[];
  /** Whether members of the access group may call the nodes' monitors. */
  readonly servesMonitor: boolean;
}

/** Two security groups: members of `access` may call RPC and monitor of members of `node`, and nobody else may. */
export class NodeNetwork extends Construct {
  /** Group to give to whoever shall call JSON-RPC, websocket and monitor. */
  readonly accessSecurityGroupId: string;
  /** Group of the nodes. */
  readonly nodeSecurityGroupId: string;
  /** The rules of the nodes' group, without which a host can neither begin nor end. */
  readonly nodeRules: readonly SecurityGroupRule[];

  constructor(scope: Construct, id: string, props: NodeNetworkProps) {
    super(scope, id);
    const { consensus, execution } = props.nodeProfile;
    const access = this.group("access", props, "May call JSON-RPC and websocket of the Ethereum nodes");
    acceptFindings(access, "2026-11-26", { CKV2_AWS_5: "for the user to attach to whoever shall call the RPC" });
    this.accessSecurityGroupId = access.id;
    this.nodeSecurityGroupId = this.group("node", props, "Ethereum nodes").id;

    const peers = [
      ...this.openToPeers("", execution.peerPorts, props.p2pCidrs),
      ...this.openToPeers("consensus-", consensus?.peerPorts ?? [], props.p2pCidrs),
    ];
    const { rpcPort, wsPort } = execution.profile;
    const rpc = [["rpc", rpcPort] as const];
    // Some clients serve both on one port.
    const ws = wsPort === rpcPort ? [] : [["ws", wsPort] as const];
    const monitor = props.servesMonitor ? [["monitor", MONITOR_PORT] as const] : [];
    const callers = [...rpc, ...ws, ...monitor].map(([rule, port]) => {
      new SecurityGroupRule(this, `access-to-${rule}`, {
        type: "egress",
        description: `${rule} of the Ethereum nodes`,
        securityGroupId: this.accessSecurityGroupId,
        protocol: "tcp",
        fromPort: port,
        toPort: port,
        sourceSecurityGroupId: this.nodeSecurityGroupId,
      });
      return this.ingress(rule, `${rule} from the access group`, "tcp", port, {
        sourceSecurityGroupId: this.accessSecurityGroupId,
      });
    });
    const sshIsWanted = Op.and(Op.neq("", props.keyName), Op.lt(0, Fn.lengthOf(props.sshCidrs)));
    const ssh = this.ingress("ssh", "SSH", "tcp", SSH_PORT, {
      cidrBlocks: props.sshCidrs,
      count: Token.asNumber(Fn.conditional(sshIsWanted, 1, 0)),
    });
    const outbound = new SecurityGroupRule(this, "outbound", {
      type: "egress",
      description: "Peers, AWS APIs, images",
      securityGroupId: this.nodeSecurityGroupId,
      protocol: "-1",
      fromPort: 0,
      toPort: 0,
      cidrBlocks: ["0.0.0.0/0"],
    });
    acceptFindings(outbound, "2026-11-26", {
      CKV_AWS_382: "peers listen at any address, on any port of tcp and udp, and ICMP tells which packets are too long",
    });

    this.nodeRules = [...peers, ...callers, ssh, outbound];
  }

  private group(role: string, { name, vpcId }: NodeNetworkProps, description: string): SecurityGroup {
    return new SecurityGroup(this, role, {
      namePrefix: `${name}-${role}-`,
      description,
      vpcId,
      tags: { Name: `${name}-${role}` },
      lifecycle: { createBeforeDestroy: true },
    });
  }

  private openToPeers(prefix: string, peerPorts: readonly PeerPort[], cidrBlocks: string[]): SecurityGroupRule[] {
    return peerPorts.flatMap(({ name, port, protocols }) =>
      protocols.map((protocol) =>
        this.ingress(`${prefix}${name}-${protocol}`, "Ethereum peers", protocol, port, { cidrBlocks }),
      ),
    );
  }

  private ingress(
    id: string,
    description: string,
    protocol: string,
    port: number,
    source: { cidrBlocks?: string[]; sourceSecurityGroupId?: string; count?: number },
  ): SecurityGroupRule {
    return new SecurityGroupRule(this, id, {
      type: "ingress",
      description,
      securityGroupId: this.nodeSecurityGroupId,
      protocol,
      fromPort: port,
      toPort: port,
      ...source,
    });
  }
}
