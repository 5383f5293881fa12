import { BootHost } from "./support/boot-host";
import { describeOnHost } from "./support/describe-on-host";

describeOnHost("lib.sh", ["unshare"], () => {
  let host: BootHost;

  beforeAll(async () => {
    host = new BootHost();
    await host.prepare();
  });
  afterAll(() => host.remove());

  /** Runs a script that sources the library, as the scripts of the boot do. */
  function run(script: string) {
    return host.boot(
      `cat >/run/step.sh <<'STEP'\nsource "$(dirname "$(command -v find-identity.sh)")/lib.sh"\nmain() {\n${script}\n}\nmain\nSTEP\nbash /run/step.sh`,
    );
  }

  test.each([
    ["in the middle", "blkid --probe /nowhere; log on", "ended with status 2: blkid --probe /nowhere"],
    ["whose answer is wanted", "answer=$(blockdev --getsize64 /nowhere); log on", "ended with status 1: "],
    ["in a pipe", "false | cat; log on", "ended with status 1: "],
    [
      "in a function of a function",
      "inner() { false; }\nouter() { inner; }\nouter; log on",
      "ended with status 1: false",
    ],
    [
      "that finds no room in /run",
      "mkdir /run/full; mount --types tmpfs --options size=4K none /run/full; head --bytes=8K /dev/zero | write_file /run/full/file; log on",
      "ended with status 1: cat",
    ],
  ])(
    "ends with one line on a command %s that fails unforeseen, and has it tried again",
    async (_where, script, words) => {
      const { status, stderr } = await run(script);
      const own = stderr.split("\n").filter((line) => line.startsWith("step: "));
      expect([status, own]).toEqual([75, [expect.stringContaining(`step: error: line `)]]);
      expect(own[0]).toContain(words);
    },
  );

  test("adds no second line where a step of a step failed or refused", async () => {
    expect(await run('answer=$(refuse "no"); log on')).toMatchObject({ status: 78, stderr: "step: refused: no\n" });
    expect(await run('answer=$(fail "not now"); log on')).toMatchObject({
      status: 75,
      stderr: "step: error: not now\n",
    });
  });

  test("gives a command its time and no more, also one that no signal ends", async () => {
    const begun = Date.now();
    const { stderr } = await run(
      'status=0; within 1 bash -c \'trap "" TERM; sleep 20 & wait\' || status=$?; log "status $status"; log "$(within 5 echo in time)"',
    );
    expect(Date.now() - begun).toBeLessThan(10_000);
    expect(stderr).toBe("no answer within 1 s\nstep: status 124\nstep: in time\n");
  });

  test("hands on what a bounded command prints and how it ends", async () => {
    const { stderr } = await run(
      'status=0; answer=$(within 5 bash -c "echo out; echo err >&2; exit 7") || status=$?; log "$answer $status"',
    );
    expect(stderr).toBe("err\nstep: out 7\n");
  });

  test("tells how a long command goes on, and how it ends", async () => {
    const { stderr } = await run(
      'PROGRESS_SECONDS=1; patiently "reading" sleep 1.5; status=0; patiently "reading" false || status=$?; log "status $status"',
    );
    expect(stderr).toMatch(/^step: reading, 1 s so far\nstep: status 1\n$/);
  });
});
