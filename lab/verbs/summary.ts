import path from "node:path";
import type { Status } from "../../modules/monitor-contract";
import { MONITOR_URL, verdictLine } from "../client/monitor-probe";
import { RPC_URL, WS_URL } from "../client/node-probe";
import { NODE_STACK } from "../lab-settings";
import type { ReadySession } from "../session";
import { readLayerReport } from "../terraform/lab-layer";

/** What there is to say of a lab whose node answers. */
export interface SummaryProps {
  readonly session: ReadySession;
  readonly stackFolder: string;
  readonly outputs: Readonly<Record<string, unknown>>;
  readonly newestBlock: number;
  /** What the monitor says of it. */
  readonly status: Status;
}

/** The node's address, the stack's outputs and how to look further. */
export function summary({ session, stackFolder, outputs, newestBlock, status }: SummaryProps): string {
  const { dropped } = readLayerReport(stackFolder);
  const width = Math.max(...Object.keys(outputs).map((name) => name.length));
  const outputLines = Object.entries(outputs).map(([name, value]) => `  ${name.padEnd(width)}  ${oneLine(value)}`);
  return `
JSON-RPC      ${RPC_URL}
websocket     ${WS_URL}
newest block  ${newestBlock}
monitor       ${MONITOR_URL}  ${verdictLine(status)}

Outputs of ${NODE_STACK} (addresses inside the VPC):
${outputLines.join("\n")}

${session.provider.terraform.name} ${session.provider.terraform.version}, AWS provider ${session.provider.version} from ${session.provider.origin}; left out: ${dropped.length} attributes, listed in ${shortest(path.join(stackFolder, "lab-report.json"))}

Look further:
  bin/lab status | logs | plan      the parts, the client's log in CloudWatch, the reviewer's plan
  bin/lab shell                     a shell in this lab, for the runbooks and for the next three
  terraform -chdir=cdktf.out/stacks/${NODE_STACK} plan -var-file="$PWD/production.tfvars"
  aws ecs list-tasks --cluster ${oneLine(outputs.cluster_name)}
  npx cdktf deploy ${NODE_STACK} --var-file production.tfvars
  bin/lab down                      removes all of it
`;
}

function shortest(file: string): string {
  const relative = path.relative(process.cwd(), file);
  return relative.startsWith("..") ? file : relative;
}

function oneLine(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
