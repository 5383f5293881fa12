import table from "./prices.json";

interface VolumePrice {
  readonly gibMonth: number;
}

interface Gp3Price extends VolumePrice {
  /** For each above those that are free. */
  readonly iopsMonth: number;
  readonly mibpsMonth: number;
}

/** Prices of one region, in US dollars. */
export interface Prices {
  readonly instanceHour: Readonly<Record<string, number>>;
  /** Types whose price here is worked out from that of another generation. */
  readonly estimatedInstances: readonly string[];
  readonly gp3: Gp3Price;
  readonly gp2: VolumePrice;
  readonly snapshotGibMonth: number;
  readonly addressHour: number;
  readonly logsGb: number;
  readonly alarmMonth: number;
  readonly compositeAlarmMonth: number;
  /** Of a custom metric. */
  readonly metricMonth: number;
  /** Beyond the three that an account has for nothing. */
  readonly dashboardMonth: number;
  readonly zoneMonth: number;
  readonly loadBalancerHour: number;
}

/** What gp3 has without a price of its own. */
export const GP3_INCLUDED = { iops: 3_000, mibps: 125 };
export const HOURS_A_MONTH = 730;
/** The day of the table. */
export const PRICES_DATE = table.date;
export const PRICE_SOURCES: Readonly<Record<string, string>> = table.sources;
export const PRICED_REGIONS = Object.keys(table.regions);

const regions: Readonly<Record<string, Prices>> = table.regions;

export function pricesOf(region: string): Prices | undefined {
  return Object.hasOwn(regions, region) ? regions[region] : undefined;
}
