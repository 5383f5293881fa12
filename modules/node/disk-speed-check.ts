import { Fn, Op, TerraformLocal, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import type { MachineType } from "../fleet/machine-type";

/** AWS counts the throughput of a volume in MiB, that of an instance in MB. */
const MB_PER_MIB = 1.048576;
/** What gp3 has at no charge, and cannot do without. */
const GP3_FREE = { iops: 3_000, throughputMiBps: 125 };

export interface DiskSpeedCheckProps {
  readonly machine: MachineType;
  /** EBS volume type: gp2, gp3, io1 or io2. */
  readonly volumeType: string;
  /** Provisioned IOPS; 0 for gp3Iops on gp3. */
  readonly iops: number;
  /** Provisioned throughput in MiB/s; 0 for gp3ThroughputMiBps on gp3. */
  readonly throughputMiBps: number;
  readonly gp3Iops: number;
  readonly gp3ThroughputMiBps: number;
}

/**
 * Warns in every plan where a chain volume is paid for a speed that its machine cannot sustain. No refusal: a machine may run
 * faster for half an hour a day, and a larger one may be on its way.
 */
export class DiskSpeedCheck extends Construct {
  constructor(scope: Construct, id: string, props: DiskSpeedCheckProps) {
    super(scope, id);
    const { facts } = props.machine;
    const isGp3 = Op.eq(props.volumeType, "gp3");
    const orDefault = (id: string, given: number, gp3: number) =>
      new TerraformLocal(this, id, Fn.conditional(Op.lt(0, given), given, Fn.conditional(isGp3, gp3, 0))).asNumber;
    const throughput = orDefault("throughput", props.throughputMiBps, props.gp3ThroughputMiBps);
    const iops = orDefault("iops", props.iops, props.gp3Iops);
    const sustainedMiBps: number = Fn.floor(Op.div(facts.ebsPerformanceBaselineThroughput, MB_PER_MIB));
    const sustainedIops = facts.ebsPerformanceBaselineIops;
    TerraformStack.of(this).addOverride("check.disk-speed", {
      assert: [
        {
          condition: atMost(throughput, sustainedMiBps, GP3_FREE.throughputMiBps),
          error_message: warning("chain_volume_throughput", facts.instanceType, throughput, sustainedMiBps, "MiB/s"),
        },
        {
          condition: atMost(iops, sustainedIops, GP3_FREE.iops),
          error_message: warning("chain_volume_iops", facts.instanceType, iops, sustainedIops, "IOPS"),
        },
      ],
    });
  }
}

function atMost(provisioned: number, sustained: number, free: number) {
  return Op.lte(provisioned, Fn.max([free, sustained]));
}

function warning(variable: string, instanceType: string, provisioned: number, sustained: number, unit: string) {
  return (
    `${variable} should be at most what instance_type sustains, ${sustained} ${unit} of ${instanceType}: for more, the volume costs ` +
    `and the machine brings nothing, beside half an hour a day; got ${provisioned} ${unit}.`
  );
}
