import { TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { NodeFleet } from "../modules/node-fleet";
import { RequiredProvider } from "../modules/required-provider";
import { SettingsError } from "../stacks/settings/settings-error";
import { SETTINGS_OF_STACKS, settingsOf } from "../stacks/settings/settings-of";
import { type SettingValues, settingsTable } from "../stacks/settings/settings-table";
import { deploymentTag } from "../stacks/variables/own-tags";
import { nodeVariables } from "../stacks/variables/variables";
import { CheckedValues, type GivenOfType } from "./checked-values";

type Required = "name" | "region";

/** What decides which resources exist: the settings, by the keys, values and defaults of docs/settings.md. Literals only. */
export type FleetSettings = Pick<SettingValues, Required> &
  Partial<Omit<SettingValues, Required | (typeof SETTINGS_OF_STACKS)[number]>>;

type Variables = ReturnType<typeof nodeVariables>;

/** The values of docs/variables.md, in camel case, with the same defaults and rules. They may be tokens. */
export type FleetValues = { readonly [Name in keyof Variables]?: GivenOfType[Variables[Name]["type"]] };

/**
 * Settings and values of a fleet. The subnets must be there when the plan is made, so they are of another stack: while a change of
 * theirs is pending, a plan in the same one cannot tell where the disks are, and is refused.
 */
export interface EthereumFleetProps extends FleetSettings, FleetValues {}

/**
 * A fleet of private Ethereum nodes, from the subnets to the running clients: what the stack `mainnet-parity` is made of, for a
 * stack of your own. It makes no provider, no backend, no variable and no output. Your AWS provider must work in its region and
 * put the tag `Project` with its name on everything, which a plan makes sure of. Where it builds an image, your stack needs the
 * docker provider too. A stack holds one fleet.
 */
export class EthereumFleet extends Construct {
  /** Give this security group to whoever shall call RPC and monitor. */
  readonly accessSecurityGroupId: string;
  /** Security group of the nodes. */
  readonly nodeSecurityGroupId: string;
  /** Route53 zone of the nodes. */
  readonly zoneId: string;
  /** Name servers of the zone, to which the name of a public one is delegated: a token. */
  readonly nameServers: string[];
  /** JSON-RPC over HTTP, of all nodes; each answers under its own name too. */
  readonly rpcUrl: string;
  /** JSON-RPC over websocket, of all nodes; each answers under its own name too. */
  readonly wsUrl: string;
  /** Where each node answers 200 while it may be asked, else 503, by node name; empty where `monitorPages` lacks `ready`. */
  readonly readyUrls: Readonly<Record<string, string>>;
  /** ECS cluster of the nodes. */
  readonly clusterName: string;
  /** ECS service that runs the clients. */
  readonly serviceName: string;
  /** EBS volume with the chain of each node, by node name. */
  readonly chainVolumeIds: Readonly<Record<string, string>>;
  /** Lasting public address of each node that has one, by node name. */
  readonly elasticIps: Readonly<Record<string, string>>;
  /** CloudWatch log group of clients and monitor. */
  readonly logGroupName: string;
  /** CloudWatch log group of the hosts. */
  readonly hostLogGroupName: string;
  /** Host name of the account's ECR registry, which the docker provider logs in to. */
  readonly ecrRegistry: string;
  /** ECR repository of the image of each client and of the monitor, by container. */
  readonly ecrRepositoryUrls: Readonly<Record<string, string>>;

  /** @throws SettingsError with one line a bad property: its name, the rule and the value got */
  constructor(scope: Construct, id: string, props: EthereumFleetProps) {
    super(scope, id);
    this.requireToBeAlone();
    const ofStacks: readonly string[] = SETTINGS_OF_STACKS;
    const keys = Object.keys(settingsTable).filter((key) => !ofStacks.includes(key));
    const missing = (["name", "region"] as const).filter((key) => props[key] === undefined);
    const values = Object.fromEntries(Object.entries(props).filter(([key]) => keys.includes(key)));
    const settings = settingsOf({
      values,
      shownName: (key) => key,
      problems: missing.map((key) => `${key} must be given; got undefined`),
    });
    const variables = nodeVariables(settings);
    const unknown = Object.keys(props).filter((key) => !keys.includes(key) && !Object.hasOwn(variables, key));
    if (unknown.length > 0) {
      throw new SettingsError(unknown.map((key) => `${key} must be the name of a setting or a value of a fleet`));
    }
    const tag = deploymentTag(settings.name);
    const checked = new CheckedValues(this, "values", { variables, given: props });
    // Under this id the names of its resources are those of the stack `mainnet-parity`, below the fleet's own.
    const fleet = new NodeFleet(this, "Default", {
      ...settings,
      ...checked.values,
      deploymentTag: tag,
    });
    new RequiredProvider(this, "required-provider", {
      region: settings.region,
      deploymentTag: tag,
      nodes: fleet.nodes,
    });

    const { cluster, dns, images, logs, network, nodes, service } = fleet;
    this.accessSecurityGroupId = network.accessSecurityGroupId;
    this.nodeSecurityGroupId = network.nodeSecurityGroupId;
    this.zoneId = dns.zoneId;
    this.nameServers = dns.nameServers;
    this.rpcUrl = fleet.rpcUrl;
    this.wsUrl = fleet.wsUrl;
    this.readyUrls = fleet.readyUrls;
    this.clusterName = cluster.clusterName;
    this.serviceName = service.serviceName;
    this.chainVolumeIds = Object.fromEntries(nodes.map((node) => [node.nodeName, node.chainVolumeId]));
    this.elasticIps = Object.fromEntries(
      nodes.flatMap(({ elasticIp, nodeName }) => (elasticIp === undefined ? [] : [[nodeName, elasticIp]])),
    );
    this.logGroupName = logs.groupName;
    this.hostLogGroupName = logs.hostGroupName;
    this.ecrRegistry = fleet.account.ecrRegistry;
    this.ecrRepositoryUrls = Object.fromEntries(
      images.map(({ container, repositoryUrl }) => [container, repositoryUrl]),
    );
  }

  /** Checks and the AMI's address have names that a stack has once. */
  private requireToBeAlone(): void {
    const other = TerraformStack.of(this)
      .node.findAll()
      .find((construct) => construct instanceof EthereumFleet && construct !== this);
    if (other !== undefined) {
      throw new SettingsError([
        `${this.node.path} must be the only fleet of its stack; got ${other.node.path} beside it: more nodes are nodeNames, another fleet is another stack`,
      ]);
    }
  }
}
