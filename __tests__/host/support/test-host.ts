import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { type CommandResult, runCommand, shell } from "../../modules/node/boot/support/run-command";
import { eventually, WAIT_SECONDS } from "../../support/eventually";
import type { AwsFront } from "./aws-front";
import type { EbsDisk } from "./ebs-disk";
import { createHostContainer, type TestHostOptions } from "./host-container";

const BY_ID = "/dev/disk/by-id/nvme-Amazon_Elastic_Block_Store_";
/** Where Linux shows what it knows of each disk: of an NVMe one the serial, too, which a loop device has none of. */
const KNOWN_DISKS = "/sys/class/block";
/** What systemd says after the last line of a script that failed; a busy machine shows the journal later than the status. */
const FAILED = "Failed with result";

/** One run of the AWS CLI on a host. */
export interface AwsCliCall {
  readonly operation: string;
  readonly begun: number;
  readonly ended: number;
}

/** One EC2 instance: Linux with systemd as process 1, which cloud-init gives its user data at the first boot. */
export class TestHost {
  readonly instanceId: string;
  readonly front: AwsFront;
  private readonly log = mkdtempSync(path.join(tmpdir(), "test-host-log-"));
  private readonly plugged = new Map<string, EbsDisk>();

  private constructor(options: TestHostOptions) {
    this.instanceId = options.instanceId;
    this.front = options.front;
  }

  static async create(options: TestHostOptions): Promise<TestHost> {
    const host = new TestHost(options);
    await createHostContainer(options, host.log);
    return host;
  }

  /** Starts the instance; the services go on by themselves. */
  async start(): Promise<void> {
    for (const file of ["journal", "status"]) {
      rmSync(path.join(this.log, file), { force: true });
    }
    await shell(`docker start ${this.instanceId}`);
    for (const [volumeId, disk] of this.plugged) {
      await this.plug(volumeId, disk);
    }
  }

  /** Puts a disk behind the name that an attached EBS volume has on a Nitro instance, whose serial is the volume's id. */
  async plug(volumeId: string, disk: EbsDisk, serial = volumeId.replace("-", "")): Promise<void> {
    this.plugged.set(volumeId, disk);
    const link = BY_ID + volumeId.replace("-", "");
    const known = `${KNOWN_DISKS}/${path.basename(disk.device)}/device`;
    await this.exec(
      [
        `[[ -b ${disk.device} ]] || mknod ${disk.device} b 7 ${disk.minor}`,
        `mountpoint -q ${KNOWN_DISKS} || mount -t tmpfs known-disks ${KNOWN_DISKS}`,
        `mkdir -p ${known}; echo ${serial} >${known}/serial; echo 7:${disk.minor} >${path.dirname(known)}/dev`,
        `mkdir -p ${path.dirname(link)}; ln -sfn ${disk.device} ${link}`,
      ].join("; "),
    );
  }

  async unplug(volumeId: string): Promise<void> {
    const disk = this.plugged.get(volumeId);
    this.plugged.delete(volumeId);
    if (disk !== undefined) {
      const known = `${KNOWN_DISKS}/${path.basename(disk.device)}`;
      await this.exec(`rm -f ${BY_ID}${volumeId.replace("-", "")} ${disk.device}; rm -rf /dev/disk/by-uuid/* ${known}`);
    }
  }

  /** Puts a file on the host, also before it starts. */
  async copy(file: string, content: string): Promise<void> {
    const folder = mkdtempSync(path.join(tmpdir(), "copy-"));
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), content);
    await shell(`docker cp ${folder}/. ${this.instanceId}:/`);
    rmSync(folder, { recursive: true });
  }

  /** Puts a shell script in the place of a program, before the host starts. */
  async program(file: string, script: string): Promise<void> {
    const source = path.join(this.log, path.basename(file));
    writeFileSync(source, `#!/usr/bin/env bash\n${script}\n`, { mode: 0o755 });
    await shell(`docker cp --follow-link ${source} ${this.instanceId}:${file}`);
  }

  /** Runs a script on the host; throws with its output when it fails. */
  async exec(script: string): Promise<string> {
    const { status, stdout, stderr } = await this.tryExec(script);
    if (status !== 0) {
      throw new Error(`exit ${status} on ${this.instanceId} from: ${script}\n${stdout}${stderr}`);
    }
    return stdout.trim();
  }

  tryExec(script: string): Promise<CommandResult> {
    return runCommand("docker", ["exec", this.instanceId, "bash", "-euo", "pipefail", "-c", script]);
  }

  /** What the stand-ins noted, oldest first, without the times. */
  events(): string[] {
    return this.eventLines().map((line) => line.replace(/^\S+ /, ""));
  }

  /** Seconds on this machine's clock at which the stand-ins last noted something. */
  secondsOf(event: string): number {
    const line = this.eventLines().findLast((candidate) => candidate.includes(event));
    return Number(line?.split(" ")[0] ?? Number.NaN);
  }

  /** When each call of the AWS CLI began and ended, in seconds on this machine's clock. */
  awsCalls(): AwsCliCall[] {
    return lines(path.join(this.log, "aws-calls")).map((line) => {
      const [begun, ended, operation = ""] = line.split(" ");
      return { operation, begun: Number(begun), ended: Number(ended) };
    });
  }

  /** The kills that kill-points.sh did, as "killed <script> at <command>". */
  kills(): string[] {
    return lines(path.join(this.log, "kills"));
  }

  /** How many commands each script ran, where kill-points.sh counted. */
  commands(): Record<string, number> {
    const counted = lines(path.join(this.log, "commands")).map((line) => line.split(" "));
    return Object.fromEntries(counted.map(([script, count]) => [script, Number(count)]));
  }

  /** What the units of the node logged since the last boot. */
  journal(): string[] {
    return lines(path.join(this.log, "journal"));
  }

  /** The lines in which a script says why it does not go on. */
  errors(): string[] {
    return this.journal().filter((line) => / (error|refused): /.test(line));
  }

  /** Waits for a line of the journal that holds the text; answers it. */
  async untilJournal(text: string): Promise<string> {
    const look = () => this.journal().find((line) => line.includes(text));
    return eventually(`"${text}" in the journal of ${this.instanceId}`, WAIT_SECONDS, look).catch(this.explain);
  }

  /** Waits until the client runs on its disk, for this boot. */
  untilClientRuns(): Promise<void> {
    return this.untilStatus("Client=runs");
  }

  /** Waits until the node's unit gave up for good. */
  async untilRefused(): Promise<void> {
    await this.untilStatus("ActiveState=failed");
    // The journal is shown later than the status: it may still end with an earlier try, which failed but was not refused.
    const refusedThenFailed = () => {
      const journal = this.journal();
      const refused = journal.findLastIndex((line) => line.includes(" refused: "));
      return refused !== -1 && journal.findLastIndex((line) => line.includes(FAILED)) > refused ? true : undefined;
    };
    await eventually(`a refusal in the journal of ${this.instanceId}`, WAIT_SECONDS, refusedThenFailed).catch(
      this.explain,
    );
  }

  /** Waits until the node's unit waits for its next try. */
  async untilRetrying(): Promise<void> {
    await this.untilStatus("SubState=auto-restart");
    await this.untilJournal(FAILED);
  }

  /** Waits until the client, which ran, does no more. */
  untilClientStops(): Promise<void> {
    return this.untilStatus("Client=stopped");
  }

  private async untilStatus(status: string): Promise<void> {
    const look = () => (lines(path.join(this.log, "status")).includes(status) ? true : undefined);
    await eventually(`${status} on ${this.instanceId}`, WAIT_SECONDS, look).catch(this.explain);
  }

  /** The newest block that the client wrote. */
  async blocks(): Promise<number> {
    return Number(await this.exec("tail -n 1 /data/geth/blocks"));
  }

  async untilBlocks(count: number): Promise<void> {
    await eventually(`block ${count}`, WAIT_SECONDS, async () => ((await this.blocks()) >= count ? true : undefined));
  }

  /** Whether the ECS agent ran at any time since the host was made. */
  hasStartedEcs(): boolean {
    return this.events().includes("ecs started");
  }

  async reboot(): Promise<void> {
    await this.tryExec("systemctl reboot");
    await this.untilOff();
    await this.start();
  }

  /** What a stop or a termination of the instance sends to it. */
  async powerOff(): Promise<void> {
    await this.tryExec("systemctl poweroff");
    await this.untilOff();
  }

  /** The host is gone in the middle of whatever it did; what was not written down to the disk is lost. */
  async powerCut(): Promise<void> {
    if ((await this.tryExec("mountpoint -q /data")).status === 0) {
      await this.exec("xfs_io -x -c shutdown /data");
    }
    await shell(`docker kill ${this.instanceId} && docker wait ${this.instanceId}`);
    this.plugged.clear();
  }

  async remove(): Promise<void> {
    await shell(`docker rm --force --volumes ${this.instanceId}`);
    await this.front.stop();
    rmSync(this.log, { recursive: true, force: true });
  }

  private async untilOff(): Promise<void> {
    await shell(`timeout 120 docker wait ${this.instanceId}`);
  }

  private readonly explain = async (error: Error): Promise<never> => {
    const state = await this.tryExec(
      "systemctl --no-pager list-jobs; systemctl --no-pager --failed; systemctl status --no-pager ethereum-node ecs client cloud-final; cat /var/log/cloud-init.log | grep -iE 'warn|error' | tail -5",
    );
    throw new Error([error.message, ...this.journal(), ...this.events(), state.stdout].join("\n"));
  };

  private eventLines(): string[] {
    return lines(path.join(this.log, "events"));
  }
}

function lines(file: string): string[] {
  try {
    return readFileSync(file, "utf8")
      .split("\n")
      .filter((line) => line !== "");
  } catch {
    return [];
  }
}
