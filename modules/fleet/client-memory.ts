import { Fn, type IResolvable, Op, type Precondition, TerraformLocal, Token } from "cdktf";
import { Construct } from "constructs";
import type { ClientRun, NodeProfile } from "../clients/node-profile";
import type { MachineType } from "./machine-type";
import { MONITOR_MEMORY_LIMIT_MIB } from "./monitor-container";

/** What firmware, kernel and page tables take of the memory that the type has by its name. */
const KERNEL_PERCENT = 5;
/** ECS agent, Docker, Session Manager's agent, the host's own scripts. */
const HOST_MIB = 384;

export interface ClientMemoryProps {
  readonly machine: MachineType;
  readonly nodeProfile: NodeProfile;
  /** Whether a monitor runs beside the clients. */
  readonly monitor: boolean;
}

/** How much memory each client may use: what the instance type has, less what the host, the monitor and the other client need. */
export class ClientMemory extends Construct {
  /** Refuses a plan whose instance type cannot hold what the clients reserve. */
  readonly suffices: Precondition;
  private readonly usableMiB: TerraformLocal;
  private readonly reservedMiB: number;

  constructor(scope: Construct, id: string, props: ClientMemoryProps) {
    super(scope, id);
    const { facts } = props.machine;
    const othersMiB = HOST_MIB + (props.monitor ? MONITOR_MEMORY_LIMIT_MIB : 0);
    const available = Fn.floor(Op.div(Op.mul(100 - KERNEL_PERCENT, facts.memorySize), 100));
    this.usableMiB = new TerraformLocal(this, "usable-mib", Op.sub(available, othersMiB));
    this.reservedMiB = props.nodeProfile.all.reduce((sum, { memoryReservationMiB }) => sum + memoryReservationMiB, 0);
    this.suffices = {
      condition: Op.lt(this.reservedMiB, this.usableMiB.expression),
      errorMessage:
        `instance_type must leave its clients more than the ${this.reservedMiB} MiB of memory that they reserve, beside ` +
        `${HOST_MIB} MiB and ${KERNEL_PERCENT} % for the host${props.monitor ? ` and ${MONITOR_MEMORY_LIMIT_MIB} MiB for the monitor` : ""}; got "${facts.instanceType}", which leaves ${this.usableMiB.asString} MiB.`,
    };
  }

  /** The hard limit of one client, a Terraform number. */
  limitMiB({ memoryReservationMiB }: ClientRun): IResolvable {
    const othersMiB = this.reservedMiB - memoryReservationMiB;
    return Token.asAny(othersMiB === 0 ? this.usableMiB.expression : Op.sub(this.usableMiB.expression, othersMiB));
  }
}
