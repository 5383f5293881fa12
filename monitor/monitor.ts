import type { Status, Verdict } from "../modules/monitor-contract";
import type { Clocks } from "./clocks";
import { DaysUntilFull } from "./days-until-full";
import { embeddedMetrics } from "./embedded-metrics";
import type { Memory } from "./memory";
import { metricsOf } from "./metrics";
import type { Observation } from "./observation";
import { prometheusText } from "./prometheus";
import { plain, type Routes } from "./server";
import type { Settings } from "./settings";
import { statusOf } from "./status";
import { judge } from "./verdict";

/** Where lines go. */
export interface Output {
  /** A line of metrics. */
  readonly metrics: (line: string) => void;
  /** A line for people. */
  readonly log: (line: string) => void;
}

/** The newest poll, as each caller wants it: made once a poll, not once a call. */
interface Told {
  readonly status: Status;
  readonly statusText: string;
  readonly metricsText: string;
  readonly monotonicSeconds: number;
}

/** Makes of each observation what is told of it, and keeps the newest. */
export class Monitor {
  private memory: Memory | undefined;
  private told: Told | undefined;
  private logged: ReadonlyMap<string, string> = new Map();
  private loggedVerdict: Verdict | undefined;
  private readonly daysUntilFull = new DaysUntilFull();

  /** @param pollSeconds after three of them without an observation the node is not ready, whatever it was */
  constructor(
    private readonly settings: Settings,
    private readonly nodeName: string,
    private readonly clocks: Clocks,
    private readonly output: Output,
    private readonly pollSeconds: number,
  ) {}

  /** The observation before tells the next one where to look. */
  get former(): Memory | undefined {
    return this.memory;
  }

  get status(): Status | undefined {
    return this.told?.status;
  }

  take(observation: Observation): Status {
    const { chain, chainName, metricsNamespace } = this.settings;
    const { judgement, memory } = judge(observation, this.memory, chain);
    this.memory = memory;
    const names = { nodeName: this.nodeName, chain: chainName };
    const status = statusOf(names, observation, judgement, memory, this.lookAhead(observation, memory));
    const metrics = metricsOf(status, process.memoryUsage.rss());
    this.told = {
      status,
      statusText: JSON.stringify(status),
      metricsText: prometheusText(status, metrics),
      monotonicSeconds: observation.monotonicSeconds,
    };
    this.output.metrics(embeddedMetrics(metricsNamespace, status, metrics));
    this.logChanges(status);
    return status;
  }

  /** `/`, `/history` and the like are added by who has them. */
  routes(): Routes {
    return {
      "/live": () => plain("live\n"),
      "/ready": () => this.ready(),
      "/metrics": () => ({
        contentType: "text/plain; version=0.0.4; charset=utf-8",
        body: this.told?.metricsText ?? "",
      }),
      "/status": () =>
        this.told === undefined
          ? plain("nothing was seen yet\n", 503)
          : { contentType: "application/json", body: this.told.statusText },
    };
  }

  private ready() {
    if (this.told === undefined) {
      return plain("nothing was seen yet\n", 503);
    }
    const { monotonicSeconds, status } = this.told;
    const ageSeconds = this.clocks.monotonic() - monotonicSeconds;
    if (ageSeconds > 3 * this.pollSeconds) {
      return plain(`the node was last seen ${Math.round(ageSeconds)} s ago\n`, 503);
    }
    return plain(`${status.verdict}: ${status.reason}\n`, status.ready ? 200 : 503);
  }

  private lookAhead({ disk, monotonicSeconds }: Observation, memory: Memory): number | null {
    if (!memory.wasSynced) {
      this.daysUntilFull.forget();
    }
    if (disk === null) {
      return null;
    }
    if (memory.wasSynced) {
      this.daysUntilFull.add(monotonicSeconds, disk.usedBytes);
    }
    return this.daysUntilFull.of(disk.totalBytes - disk.usedBytes);
  }

  /** A line for each that is new, and for each that is over. */
  private logChanges({ problems, reason, verdict }: Status): void {
    const former = this.logged;
    this.logged = new Map(problems.map((problem) => [withoutNumbers(problem), problem]));
    if (verdict !== this.loggedVerdict) {
      this.loggedVerdict = verdict;
      this.output.log(`${verdict}: ${reason}`);
    }
    for (const [key, problem] of this.logged) {
      if (!former.has(key)) {
        this.output.log(`problem: ${problem}`);
      }
    }
    for (const [key, problem] of former) {
      if (!this.logged.has(key)) {
        this.output.log(`over: ${problem}`);
      }
    }
  }
}

/** Of two sentences that differ in a height or an age, the second is no news. */
function withoutNumbers(problem: string): string {
  return problem.replace(/\d[\d,.:-]*/g, "#");
}
