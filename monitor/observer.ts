import { ChainDisk } from "./chain-disk";
import type { Clocks } from "./clocks";
import { observeConsensus } from "./consensus-client";
import { observeExecution } from "./execution-client";
import { observeFleet } from "./fleet";
import { readFirstLine, readPlannedWork } from "./host-facts";
import { JsonRpc } from "./json-rpc";
import type { Memory } from "./memory";
import type { Observation } from "./observation";
import { observeReference } from "./reference";
import type { Settings } from "./settings";

/** Looks at all that there is to see, at once and bounded in time; nothing that fails keeps another from being seen. */
export class Observer {
  private readonly disk: ChainDisk;

  /** @param timeoutMilliseconds of a single call */
  constructor(
    private readonly settings: Settings,
    private readonly nodeName: string,
    private readonly clocks: Clocks,
    private readonly timeoutMilliseconds: number,
  ) {
    this.disk = new ChainDisk(settings.dataDirectory, timeoutMilliseconds);
  }

  async observe(memory: Memory | undefined): Promise<Observation> {
    const { consensusUrl, fleetUrls, plannedWorkFile, referenceUrl } = this.settings;
    const { timeoutMilliseconds } = this;
    const { wall } = this.clocks;
    const problems: string[] = [];
    const [execution, consensus, fleet, reference, disk, plannedWorkUntilSeconds] = await Promise.all([
      observeExecution(await this.executionRpc(), memory?.finalized ?? null, problems),
      consensusUrl === undefined ? null : observeConsensus(consensusUrl, timeoutMilliseconds, problems),
      observeFleet(fleetUrls, this.nodeName, wall, timeoutMilliseconds, problems),
      referenceUrl === undefined
        ? null
        : observeReference(
            new JsonRpc(referenceUrl, timeoutMilliseconds),
            memory?.head?.height ?? null,
            wall,
            problems,
          ),
      this.disk.observe(problems),
      readPlannedWork(plannedWorkFile, problems),
    ]);
    return {
      atSeconds: wall(),
      monotonicSeconds: this.clocks.monotonic(),
      execution,
      consensus,
      witnesses: reference === null ? fleet : [...fleet, reference],
      disk,
      plannedWorkUntilSeconds,
      problems: problems.sort(),
    };
  }

  /** geth, Besu and Parity answer only to the names that they were told; the container's is none of them. */
  private async executionRpc(): Promise<JsonRpc> {
    const { executionUrl, rpcHostsFile } = this.settings;
    const name = await readFirstLine(rpcHostsFile).catch(() => null);
    const { port } = new URL(executionUrl);
    const hostHeader = name === null ? undefined : `${name}${port === "" ? "" : `:${port}`}`;
    return new JsonRpc(executionUrl, this.timeoutMilliseconds, hostHeader);
  }
}
