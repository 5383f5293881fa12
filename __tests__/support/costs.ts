import { monitorMonth } from "../../cost/cost";
import { GP3_INCLUDED, HOURS_A_MONTH, type Prices, pricesOf } from "../../cost/price-table";
import { table } from "./markdown";
import { nodeClients } from "./node-clients";
import { resources, synthesize } from "./synthesize";

const PRICES = pricesOf("eu-central-1") as Prices;
const ROOT_DISK_GIB = 30;
/** What is taken for the logs of a node, a month. */
const LOGS_GB = 2;

const EXAMPLES: readonly { title: string; settings: NodeJS.ProcessEnv; nodes: number; running: boolean }[] = [
  { title: "Parity on mainnet, to the Merge", settings: {}, nodes: 1, running: true },
  { title: "the same, paused: `node_running = false`", settings: {}, nodes: 1, running: false },
  { title: "geth and lighthouse on mainnet", settings: { ETHNODE_CLIENT: "geth" }, nodes: 1, running: true },
  { title: "a fleet of three of these", settings: { ETHNODE_CLIENT: "geth" }, nodes: 3, running: true },
];

/** What a month costs with the catalogue's defaults. */
export function costTable(): string {
  const rows = EXAMPLES.map(({ nodes, running, settings, title }) => {
    const { instanceType, volumeIops, volumeSizeGiB, volumeThroughputMiBps } = nodeClients(settings).sizing;
    const machine = running ? nodes * HOURS_A_MONTH * (PRICES.instanceHour[instanceType] as number) : 0;
    const disk =
      nodes *
      (volumeSizeGiB * PRICES.gp3.gibMonth +
        (volumeIops - GP3_INCLUDED.iops) * PRICES.gp3.iopsMonth +
        (volumeThroughputMiBps - GP3_INCLUDED.mibps) * PRICES.gp3.mibpsMonth);
    const ofNode =
      HOURS_A_MONTH * PRICES.addressHour +
      ROOT_DISK_GIB * PRICES.gp3.gibMonth +
      LOGS_GB * PRICES.logsGb +
      monitorMonth(PRICES);
    const stack = synthesize({ ...settings, ETHNODE_NODE_COUNT: String(nodes) }).node;
    const alarms =
      resources(stack, "aws_cloudwatch_metric_alarm").length * PRICES.alarmMonth +
      resources(stack, "aws_cloudwatch_composite_alarm").length * PRICES.compositeAlarmMonth;
    const rest = (running ? nodes * ofNode : 0) + PRICES.zoneMonth + alarms;
    const each = nodes === 1 ? "" : `${nodes} × `;
    return [
      title,
      running ? `${each}${instanceType}: ${dollars(machine)}` : "none",
      `${each}${volumeSizeGiB.toLocaleString("en")} GiB, ${volumeIops.toLocaleString("en")} IOPS, ${volumeThroughputMiBps} MiB/s: ${dollars(disk)}`,
      dollars(rest),
      `**${dollars(machine + disk + rest)}**`,
    ];
  });
  return table(["", "machine", "gp3 chain disk", "the rest", "a month"], rows).join("\n");
}

function dollars(amount: number): string {
  return `$${Math.round(amount).toLocaleString("en")}`;
}
