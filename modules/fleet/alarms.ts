import { Construct } from "constructs";
import { AlarmTopic, type AlarmTopicProps } from "./alarm-topic";
import { clientsDownAlarm, clientsRestartingAlarm } from "./client-alarms";
import { diskSilentAlarm } from "./disk-silent-alarm";
import { hostRefusedAlarm } from "./host-refused-alarm";
import { LineAlarms } from "./line-alarms";
import { type AlarmedNode, NodeAlarms } from "./node-alarms";
import { plannedWorkAlarm } from "./planned-work-alarm";
import { WakingAlarm } from "./waking-alarm";

export interface FleetAlarmsProps extends AlarmTopicProps {
  readonly clusterName: string;
  readonly serviceName: string;
  /** Log group of the clients and their monitors. */
  readonly clientLogGroupName: string;
  readonly hostLogGroupName: string;
  /** The nodes, each of which should run its clients. */
  readonly nodes: readonly AlarmedNode[];
  readonly chain: string;
  /** Whether each node has a monitor. */
  readonly monitored: boolean;
}

/** What a person is told of a fleet: by AWS and the hosts' logs, and by the monitors where there are any. */
export class FleetAlarms extends Construct {
  /** ARNs of the alarms that tell a person, and of planned work, which keeps some of them from it. */
  readonly arns: readonly string[];

  constructor(scope: Construct, id: string, props: FleetAlarmsProps) {
    super(scope, id);
    const { chain, clusterName, monitored, name, nodes, serviceName } = props;
    // Under this id the names of its resources are what they would be here.
    const topic = new AlarmTopic(this, "Default", props);
    const clients = { name, clusterName, serviceName, nodeCount: nodes.length };
    const refused = hostRefusedAlarm(this, name, props.hostLogGroupName, topic);
    const silent = nodes.map((node) => diskSilentAlarm(this, name, node, topic));
    const clientsDown = clientsDownAlarm(this, clients, monitored ? {} : topic.told);
    const always = [refused, ...silent].map(({ arn }) => arn);
    if (!monitored) {
      this.arns = [clientsDown.arn, ...always];
      return;
    }
    const plannedWork = plannedWorkAlarm(this, name);
    const clientsHurt = new WakingAlarm(this, "clients-hurt", {
      alarmName: `${name}-clients-hurt`,
      alarmDescription: `Clients of ${name} are down, or start again and again: docs/runbooks/clients-down.md`,
      causes: [clientsDown, clientsRestartingAlarm(this, clients)],
      plannedWork,
      topic,
    });
    const lines = new LineAlarms(this, "lines", { name, logGroupName: props.clientLogGroupName, topic });
    const ofNodes = new Construct(this, "nodes");
    const nodeAlarms = nodes.map(
      (node) => new NodeAlarms(ofNodes, node.nodeName, { name, node, chain, topic, plannedWork }),
    );
    this.arns = [...nodeAlarms.flatMap(({ arns }) => arns), clientsHurt.arn, ...lines.arns, ...always, plannedWork.arn];
  }
}
