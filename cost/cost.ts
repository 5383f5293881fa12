import { MONITOR_METRICS } from "../modules/monitor-contract";
import { asNumber, asObject, asObjects, asString, type Json } from "../plan/json";
import { nodeOf } from "../plan/nodes";
import { type Change, isUntouched, type Plan } from "../plan/plan";
import { fixed, say, type Words } from "../plan/words";
import { GP3_INCLUDED, HOURS_A_MONTH, type Prices, pricesOf } from "./price-table";

/** What one thing costs a month, before the plan and after it. */
export interface CostLine {
  readonly what: Words;
  readonly before: number;
  readonly after: number;
}

export interface Cost {
  /** Of the plan; undefined where it does not say. */
  readonly region: string | undefined;
  readonly lines: readonly CostLine[];
  /** Sides on which something has no price, so that the sum is too small. */
  readonly short: ReadonlySet<Side>;
  /** What the sum leaves out, and why. */
  readonly unknown: readonly Words[];
}

/** What one side of a plan costs for one resource. */
interface Amount {
  readonly what: Words;
  readonly dollars: number;
}

export type Side = "before" | "after";

interface Context {
  readonly plan: Plan;
  readonly prices: Prices;
  readonly side: Side;
  readonly note: (what: Words) => void;
  readonly withoutPrice: (what: Words) => void;
}

/** Nothing is billed for these, or only what others say here. */
const FREE =
  /^(aws_iam_|aws_security_group|aws_vpc_security_group|aws_launch_template|aws_ecs_|aws_ssm_parameter|aws_route53_record|aws_ecr_lifecycle|aws_cloudwatch_log_metric_filter|aws_sns_topic|aws_s3_bucket_|aws_key_pair|aws_default_|docker_|terraform_data|null_resource)/;

/** What the plan's resources cost a month before and after, by the table of prices. */
export function costOf(plan: Plan): Cost {
  const region = plan.regions[0] ?? asString(plan.outputs.region?.after);
  const prices = pricesOf(region);
  if (prices === undefined) {
    const where = region === "" ? say`the plan does not tell its region` : say`no prices of ${region} are in the table`;
    return { region: region === "" ? undefined : region, lines: [], short: new Set(), unknown: [where] };
  }
  const unknown = new Map<string, Words>();
  const short = new Set<Side>();
  const lines = new Map<string, CostLine>();
  for (const side of ["before", "after"] as const) {
    const note = (what: Words) => void unknown.set(JSON.stringify(what), what);
    const withoutPrice = (what: Words) => {
      note(what);
      short.add(side);
    };
    const context: Context = { plan, prices, side, note, withoutPrice };
    for (const { dollars, what } of plan.changes.flatMap((change) => amountsOf(change, context))) {
      const key = JSON.stringify(what);
      const line = lines.get(key) ?? { what, before: 0, after: 0 };
      lines.set(key, { ...line, [side]: line[side] + dollars });
    }
  }
  return {
    region,
    lines: [...lines.values()].filter(({ after, before }) => before + after > 0),
    short,
    unknown: [...unknown.values(), ...usage(plan, prices)],
  };
}

function amountsOf(change: Change, context: Context): Amount[] {
  const { prices, side } = context;
  // What Terraform only forgets stays, and is billed on.
  const values = change.actions.includes("forget") ? change.before : change[side];
  if (values === undefined || change.deposed !== undefined) {
    return [];
  }
  const monthly = (what: string, dollars: number): Amount[] => [{ what: fixed(what), dollars }];
  switch (change.type) {
    case "aws_autoscaling_group":
      return hostAmounts(change, values, context);
    case "aws_ebs_volume":
      return volumeAmounts(change, values, context);
    case "aws_eip":
      return monthly("public IPv4 addresses", prices.addressHour * HOURS_A_MONTH);
    case "aws_cloudwatch_metric_alarm":
      return monthly("alarms", prices.alarmMonth);
    case "aws_cloudwatch_composite_alarm":
      return monthly("alarms", prices.compositeAlarmMonth);
    case "aws_route53_zone":
      return monthly("hosted zones", prices.zoneMonth);
    case "aws_lb":
      return monthly("load balancers, without what they carry", prices.loadBalancerHour * HOURS_A_MONTH);
    case "aws_cloudwatch_dashboard":
    case "aws_cloudwatch_log_group":
    case "aws_ecr_repository":
    case "aws_s3_bucket":
    case "aws_rbin_rule":
      return [];
    default:
      if (!FREE.test(change.type)) {
        context.withoutPrice(say`${change.type}: no price in the table`);
      }
      return [];
  }
}

/** The instance of a node, its root disk, its address and what its monitor tells. */
function hostAmounts(group: Change, values: Json, context: Context): Amount[] {
  const { plan, prices, side } = context;
  const node = nodeOf(group);
  const ofNode = (type: string) =>
    plan.changes.filter((change) => change.type === type && change[side] !== undefined && nodeOf(change) === node);
  const count = asNumber(values.desired_capacity);
  const launch = ofNode("aws_launch_template")[0];
  const template = launch?.[side];
  if (launch === undefined || count === undefined || template === undefined) {
    context.withoutPrice(say`${node ?? group.address}: the plan does not tell its machine`);
    return [];
  }
  if (count === 0) {
    return [];
  }
  const type = asString(template.instance_type);
  const shown = asString(launch[side === "before" ? "shownBefore" : "shownAfter"].instance_type);
  const hourly = prices.instanceHour[type];
  if (hourly === undefined) {
    context.withoutPrice(say`the instance of ${node ?? group.address}: no price of ${shown} in the table`);
  } else if (prices.estimatedInstances.includes(type)) {
    context.note(say`the price of ${shown} here is an estimate, after that of the generation before`);
  }
  const rootDisks = asObjects(template.block_device_mappings).flatMap(({ ebs }) => asObjects(ebs));
  const addresses = asObjects(template.network_interfaces).filter(
    ({ associate_public_ip_address }) => String(associate_public_ip_address) === "true",
  );
  const hasOwnAddress = ofNode("aws_eip").length > 0;
  // A fleet has alarms of this type where its nodes have monitors.
  const isMonitored = plan.changes.some(
    (change) => change.type === "aws_cloudwatch_composite_alarm" && change[side] !== undefined,
  );
  return [
    ...(hourly === undefined ? [] : [{ what: say`instances ${shown}`, dollars: count * hourly * HOURS_A_MONTH }]),
    ...rootDisks.map((disk) => ({
      what: say`root disks`,
      dollars: count * (asNumber(disk.volume_size) ?? 0) * prices.gp3.gibMonth,
    })),
    ...(hasOwnAddress
      ? []
      : addresses.map(() => ({
          what: say`public IPv4 addresses`,
          dollars: count * prices.addressHour * HOURS_A_MONTH,
        }))),
    ...(isMonitored ? [{ what: say`metrics of the monitors`, dollars: count * monitorMonth(prices) }] : []),
  ];
}

/** The metrics that the monitor of a node publishes. */
export function monitorMonth({ metricMonth }: Prices): number {
  return Object.keys(MONITOR_METRICS).length * metricMonth;
}

function volumeAmounts(change: Change, values: Json, { note, prices, side, withoutPrice }: Context): Amount[] {
  const name = nodeOf(change) ?? change.address;
  const type = asString(values.type) || (side === "after" ? "" : "gp2");
  const price = type === "gp3" ? prices.gp3 : type === "gp2" ? prices.gp2 : undefined;
  const size = asNumber(values.size);
  if (price === undefined || size === undefined) {
    withoutPrice(say`the chain disk of ${name}: no price of its type in the table, or its size is not known`);
    return [];
  }
  const flags = asObject(change.unknown);
  if (side === "after" && type === "gp3" && (flags.iops === true || flags.throughput === true)) {
    note(say`the chain disk of ${name}: its IOPS or throughput are known only after the apply`);
  }
  const above = (value: unknown, free: number, each: number) => Math.max(0, (asNumber(value) ?? 0) - free) * each;
  return [
    { what: say`chain disk of ${name}, space`, dollars: size * price.gibMonth },
    ...(type === "gp3"
      ? [
          {
            what: say`chain disk of ${name}, IOPS and throughput`,
            dollars:
              above(values.iops, GP3_INCLUDED.iops, prices.gp3.iopsMonth) +
              above(values.throughput, GP3_INCLUDED.mibps, prices.gp3.mibpsMonth),
          },
        ]
      : []),
  ];
}

/** What goes by use, which no plan tells. */
function usage({ changes }: Plan, prices: Prices): Words[] {
  const has = (type: string) => changes.some((change) => change.type === type && change.after !== undefined);
  const ending = changes.filter((change) => change.type === "aws_ebs_volume" && change.actions.includes("delete"));
  const gib = ending.reduce((sum, { before }) => sum + (asNumber(before?.size) ?? 0), 0);
  return [
    ...(has("aws_cloudwatch_log_group") ? [say`logs: ${dollars(prices.logsGb)} a GB that is written`] : []),
    ...(has("aws_cloudwatch_dashboard")
      ? [say`dashboards: ${dollars(prices.dashboardMonth)} each beyond the three that an account has for nothing`]
      : []),
    ...(has("aws_ecs_cluster") ? [say`metrics of Container Insights, by use`] : []),
    ...(has("aws_ecr_repository") ? [say`images in ECR, by size`] : []),
    ...(has("aws_s3_bucket") ? [say`objects in S3, by size and use`] : []),
    ...(has("aws_autoscaling_group")
      ? [say`traffic, above all what peers fetch, and a chain that outgrows its disk`]
      : []),
    ...(gib > 0 ? [say`final snapshots of disks that end: at most ${dollars(gib * prices.snapshotGibMonth)}`] : []),
    ...(ending.length === 0 && changes.some((change) => change.type === "aws_ebs_volume" && !isUntouched(change))
      ? [say`snapshots that people make: ${dollars(prices.snapshotGibMonth)} a GiB`]
      : []),
  ];
}

/** With as many digits as a small price needs. */
export function dollars(amount: number): Words {
  return fixed(`$${amount.toFixed(amount !== 0 && Math.abs(amount) < 1 ? 3 : 2)}`);
}
