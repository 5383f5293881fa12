import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { BOOT_DIRECTORY, BootHost } from "./support/boot-host";
import { describeOnHost } from "./support/describe-on-host";
import { shell } from "./support/run-command";

/** Answers as a script says, and notes what is put: the local AWS refuses no event and is never silent. */
const AWS = `#!/bin/bash
events=$(cat)
[[ "$*" != *put-log-events* ]] || echo "$events" >>"$HOST/put"
eval "$AWS_ANSWER"
`;
/** A journal of its own, with three lines. */
const JOURNAL = `
printf '[Journal]\\nStorage=volatile\\nReadKMsg=no\\nAudit=no\\n' >/etc/systemd/journald.conf
rm -rf /run/log/journal /run/systemd/journal; mkdir -p /run/systemd/journal /run/ethereum-node-host
/lib/systemd/systemd-journald & journald=$!
trap 'kill $journald; wait $journald' EXIT
until [[ -S /run/systemd/journal/stdout ]]; do sleep 0.05; done
say() { for line; do echo "$line" | systemd-cat --identifier=test; done; journalctl --sync --quiet; }
say one two three
echo "INSTANCE_ID='i-1'" >/run/ethereum-node-host/identity
mkdir -p "$STATE_DIRECTORY"
# Until SIGTERM, which is answered by one more round.
rounds() { ship-logs.py & sleep "$1"; kill $!; wait $!; }
`;

describeOnHost("rounds of ship-logs.py on a real journal", ["strace", "unshare"], () => {
  const host = new BootHost();
  const cursor = path.join(host.directory, "state/cursor");

  beforeAll(async () => {
    await host.prepare();
    mkdirSync(path.join(host.directory, "bin"));
    writeFileSync(path.join(host.directory, "bin/aws"), AWS, { mode: 0o755 });
  });
  beforeEach(() => shell(`rm -rf ${host.directory}/put ${host.directory}/state`));
  afterAll(() => host.remove());

  /** Ships as long as the script says; answers the warnings and the texts put, in order. */
  async function ship(script: string, answer = "echo '{}'") {
    const { status, stderr } = await host.boot(JOURNAL + script, {
      AWS_ANSWER: answer,
      CALL_SECONDS: "4",
      LOG_GROUP_NAME: "/test/host",
      NODE_NAME: "node-0",
      REGION: "eu-central-1",
      STATE_DIRECTORY: path.dirname(cursor),
      // None of the shims that put a path of their own before it.
      PATH: `${host.directory}/bin:${BOOT_DIRECTORY}:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin`,
    });
    const put = readFileSync(path.join(host.directory, "put"), { encoding: "utf8", flag: "a+" });
    const events = put
      .split("\n")
      .filter((line) => line !== "")
      .flatMap((line): { message: string }[] => JSON.parse(line));
    // One in another form is shown as it is, and not taken for lost. On a busy machine journald may read a line after its writer
    // ended, and has no number of a process then.
    const texts = events
      .map(({ message }) => /^test\[(?:\d+|-)\]: (.*)/.exec(message)?.[1] ?? message)
      .filter((text) => !/^systemd-journald\[/.test(text));
    const warnings = stderr.split("\n").filter((line) => line.startsWith("ship-logs:"));
    return { status, texts, warnings, stderr };
  }

  test("ship every line once, and go on where they ended", async () => {
    const { status, texts, warnings } = await ship("rounds 1; say four; rounds 1");
    expect({ status, texts, warnings }).toEqual({ status: 0, texts: ["one", "two", "three", "four"], warnings: [] });
    expect(readFileSync(cursor, "utf8")).toMatch(/^s=[0-9a-f]{32};i=/);
  });

  test.each([
    ["empty", ": >$STATE_DIRECTORY/cursor", "cursor is damaged"],
    ["zeros", "head --bytes=100 /dev/zero >$STATE_DIRECTORY/cursor", "cursor is damaged"],
    ["garbage", "head --bytes=100 /dev/urandom >$STATE_DIRECTORY/cursor", "cursor is damaged"],
    ["cut short", "truncate --size=20 $STATE_DIRECTORY/cursor", "does not take the cursor (Failed to seek to cursor"],
  ])("begin anew, losing nothing, where a power cut left the cursor %s", async (_content, script, words) => {
    const { texts, warnings } = await ship(`rounds 1; ${script}; say four; rounds 1; say five; rounds 1`);
    expect(texts).toEqual(["one", "two", "three", "one", "two", "three", "four", "five"]);
    expect(warnings).toEqual([expect.stringContaining(words)]);
    expect(warnings[0]).toContain("begins anew with all that the journal holds, and lines may come twice");
  });

  test("go on with what is left where the journal was vacuumed beyond the cursor", async () => {
    const rotate = "journalctl --rotate --quiet; journalctl --vacuum-time=1us --quiet";
    const { texts, warnings } = await ship(`rounds 1; ${rotate}; say four; rounds 1`);
    expect(texts).toEqual(["one", "two", "three", "four"]);
    expect(warnings).toEqual([]);
  });

  test("keep the cursor in memory while it cannot be stored, and say so once", async () => {
    const full = 'mount -t tmpfs -o size=4k full "$STATE_DIRECTORY"; head --bytes=4k /dev/zero >"$STATE_DIRECTORY/big"';
    const { texts, warnings } = await ship(
      `${full}; ship-logs.py & sleep 1; say four; sleep 11; say five; kill $!; wait $!; umount $STATE_DIRECTORY`,
    );
    expect(texts).toEqual(["one", "two", "three", "four", "five"]);
    expect(warnings).toEqual([expect.stringMatching(/cursor cannot be written \(No space left on device\): goes on/)]);
  });

  test("sync the cursor and its folder", async () => {
    const trace = `strace -f -e trace=fsync,rename -y -o ${host.directory}/trace`;
    await ship(`${trace} ship-logs.py & sleep 2; kill $(pgrep --parent $!); wait $!`);
    const calls = readFileSync(path.join(host.directory, "trace"), "utf8").match(/(fsync|rename)\(.*/g) ?? [];
    expect(calls.slice(0, 3)).toEqual([
      expect.stringMatching(/^fsync\(\d+<.*\/state\/cursor\.new>/),
      expect.stringMatching(/^rename\(".*\/state\/cursor\.new", ".*\/state\/cursor"/),
      expect.stringMatching(/^fsync\(\d+<.*\/state>/),
    ]);
  });

  test("say which events CloudWatch left out", async () => {
    const info = { tooOldLogEventEndIndex: 1, expiredLogEventEndIndex: 2, tooNewLogEventStartIndex: 4 };
    const { warnings } = await ship("rounds 1", `echo '${JSON.stringify({ rejectedLogEventsInfo: info })}'`);
    const time = String.raw`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ`;
    expect(warnings[0]).toMatch(
      RegExp(
        `^ship-logs: warning: 2 events of node-0/i-1/messages from ${time} to ${time} were refused: they are too old$`,
      ),
    );
    expect(warnings[1]).toMatch(/\d+ events of node-0\/i-1\/messages from .* were refused: they are in the future$/);
  });

  test("go on after a batch that CloudWatch will never take", async () => {
    const refuse = "echo 'An error occurred (InvalidParameterException): Log event too large' >&2; exit 254";
    const answer = `[[ $events != *one* ]] || { ${refuse}; }`;
    const { texts, warnings } = await ship("rounds 1; say four; rounds 1", answer);
    expect(texts).toEqual(["one", "two", "three", "four"]);
    expect(warnings).toEqual([
      expect.stringMatching(/\d+ events of node-0\/i-1\/messages .* were refused: .*too large/),
    ]);
  });

  test("end a call that gets no answer, with all that it started, and try again", async () => {
    const begun = Date.now();
    const { texts, warnings, stderr } = await ship(
      "rounds 6; pgrep --full '^sleep 987' >&2 || true",
      "sleep 987 & wait",
    );
    expect(texts.slice(0, 3)).toEqual(["one", "two", "three"]);
    expect(warnings).toEqual([expect.stringMatching(/\/test\/host does not take the journal: no answer within 4 s/)]);
    expect(stderr).not.toMatch(/^\d+$/m);
    expect(Date.now() - begun).toBeLessThan(15_000);
  });

  describe("with a journalctl", () => {
    const put = (script: string) =>
      `mkdir -p $HOST/first; printf '#!/bin/bash\\n%s\\n' '${script}' >$HOST/first/journalctl; chmod 755 $HOST/first/journalctl; say() { :; }; PATH=$HOST/first:$PATH`;

    test("that fails, complain and keep the cursor", async () => {
      const script = `rounds 1; before=$(<$STATE_DIRECTORY/cursor); ${put("echo broken disk >&2; exit 1")}; rounds 1; [[ $(<$STATE_DIRECTORY/cursor) == "$before" ]]`;
      const { status, warnings } = await ship(script);
      expect(warnings).toEqual(["ship-logs: warning: journalctl ended with status 1: broken disk"]);
      expect(status).toBe(0);
    });

    test("that hangs, end it and complain", async () => {
      const { warnings } = await ship(`${put("exec sleep 987")}; rounds 6`);
      expect(warnings).toEqual([expect.stringContaining("journalctl ended with status")]);
    });

    test("that shows an entry which is no JSON, leave that one out and go on", async () => {
      const { texts, warnings } = await ship(`${put('echo "{no JSON"; exec /usr/bin/journalctl "$@"')}; rounds 1`);
      expect(texts).toEqual(["one", "two", "three"]);
      expect(warnings).toEqual([expect.stringContaining("an entry of the journal is left out")]);
    });
  });
});
