import { chmodSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { BootHost } from "./support/boot-host";
import { describeOnHost } from "./support/describe-on-host";

/** More than a pipe takes at once: at a reboot every unit has a job. */
const OTHER_JOBS = 400;
/** Its own name goes, then who the others are, then its share of the common one. */
const ONCE = "change-resource-record-sets\nlist-resource-record-sets\nchange-resource-record-sets\n";

describeOnHost("register-dns.sh remove", ["unshare"], () => {
  let host: BootHost;
  let programs: string;

  beforeEach(async () => {
    host = new BootHost();
    await host.prepare();
    host.settings.HOSTED_ZONE_ID = "Z0123456789";
    programs = path.join(host.directory, "programs");
    const facts = path.join(host.directory, "run/ethereum-node-host");
    for (const folder of [programs, facts]) {
      mkdirSync(folder, { recursive: true });
    }
    writeFileSync(path.join(facts, "identity"), "LOCAL_IPV4='172.31.5.6'\n");
    program("aws", 'printf "%s\\n" "$@" | grep -- -resource-record-sets >>"$HOST/calls"');
  });

  afterEach(() => host.remove());

  function program(name: string, text: string): void {
    const file = path.join(programs, name);
    writeFileSync(file, `#!/usr/bin/env bash\n${text}\n`);
    chmodSync(file, 0o755);
  }

  /** As systemd starts it: a broken pipe is an error then, and ends nobody. */
  const remove = (times: number) =>
    host.boot(
      `trap "" PIPE; PATH=${programs}:$PATH; for ((i = 0; i < ${times}; i++)); do register-dns.sh remove || exit; done`,
    );

  test("leaves the names alone at a reboot, however many jobs there are", async () => {
    program(
      "systemctl",
      `echo "4 reboot.target start waiting"; for ((i = 0; i < ${OTHER_JOBS}; i++)); do echo "$i unit-$i.service stop waiting"; done`,
    );
    expect(await remove(30)).toMatchObject({ status: 0 });
    expect(existsSync(path.join(host.directory, "calls"))).toBe(false);
  });

  test("asks Route53 once for both names, and not again at each start that fails", async () => {
    program("systemctl", "true");
    expect(await remove(5)).toMatchObject({ status: 0 });
    expect(host.read("calls")).toBe(ONCE);
  });

  test("tries again where Route53 did not answer", async () => {
    program("systemctl", "true");
    program("aws", 'printf "%s\\n" "$@" | grep -- -resource-record-sets >>"$HOST/calls"; echo Throttling >&2; exit 1');
    expect(await remove(3)).toMatchObject({ status: 0 });
    expect(host.read("calls")).toBe(ONCE.repeat(3));
  });
});
