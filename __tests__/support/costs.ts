import { table } from "./markdown";
import { nodeClients } from "./node-clients";

/** List prices in US dollars, on demand, Linux, eu-central-1, as known in 2026-11. */
const HOUR_OF_INSTANCE: Readonly<Record<string, number>> = { "m7i.xlarge": 0.2415, "r8g.2xlarge": 0.569 };
const GP3 = { gib: 0.0952, iops: 0.006, throughput: 0.048, freeIops: 3_000, freeThroughput: 125 };
const HOUR_OF_ADDRESS = 0.005;
const GB_OF_LOGS = 0.63;
const ALARM = 0.1;
const ZONE = 0.5;
const HOURS = 730;
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
    const machine = running ? nodes * HOURS * (HOUR_OF_INSTANCE[instanceType] as number) : 0;
    const disk =
      nodes *
      (volumeSizeGiB * GP3.gib +
        (volumeIops - GP3.freeIops) * GP3.iops +
        (volumeThroughputMiBps - GP3.freeThroughput) * GP3.throughput);
    const ofNode = HOURS * HOUR_OF_ADDRESS + ROOT_DISK_GIB * GP3.gib + LOGS_GB * GB_OF_LOGS;
    const rest = (running ? nodes * ofNode : 0) + ZONE + (2 + nodes) * ALARM;
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
