import { readFileSync } from "node:fs";
import path from "node:path";
import { BootHost } from "./support/boot-host";
import { describeOnHost } from "./support/describe-on-host";
import { shell } from "./support/run-command";

// All in one mount namespace: a Docker Engine of its own, the disk, a client in a real container that writes to it.
const LIFE = `
mkdir -p "$HOST/docker" "$MOUNT_POINT"
mount "$DEVICE" "$MOUNT_POINT"
mkdir -p "$MOUNT_POINT/geth"
dirs="--data-root=$HOST/docker/root --exec-root=$HOST/docker/exec --pidfile=$HOST/docker/pid"
export DOCKER_HOST=unix://$HOST/docker/socket
unshare --net dockerd --host="$DOCKER_HOST" $dirs --bridge=none --iptables=false >"$HOST/dockerd.log" 2>&1 &
engine=$!
for _ in $(seq 150); do timeout 5 docker version >/dev/null 2>&1 && break; sleep 0.2; done
tar --create --absolute-names --dereference /bin/sh /bin/sleep /bin/date $(ldd /bin/sleep | grep -o '/[^ ]*') | docker import - client:test >/dev/null
docker run --detach --network none --volume "$MOUNT_POINT/geth:/data/geth" client:test /bin/sh -c "$CLIENT" >/dev/null
sleep 1
if [[ $HANGS == true ]]; then kill -STOP "$engine" $(pgrep --parent "$engine" dockerd || true); fi
status=0
release-chain-disk.sh || status=$?
if [[ $HANGS == true ]]; then kill -CONT "$engine" $(pgrep --parent "$engine" dockerd || true); fi
timeout 30 docker ps --all --quiet | xargs --no-run-if-empty timeout 30 docker rm --force >/dev/null
kill "$engine"; wait "$engine" || true
exit "$status"`;

/** The AWS CLI, as far as a release asks it: notes whether the kernel had the file system open when it was to detach. */
const AWS = `#!/usr/bin/env bash
case $* in
  *describe-volumes*) if [[ -e $HOST/detached ]]; then echo none; else echo attached; fi ;;
  *detach-volume*) compgen -G "/sys/fs/*/\${DEVICE##*/}" >"$HOST/detached" || echo free >"$HOST/detached" ;;
esac
`;

const CLIENT = 'trap "echo clean >/data/geth/closed; exit" TERM; while :; do date >>/data/geth/blocks; sleep 0.1; done';
const STUBBORN = 'trap "" TERM; while :; do date >>/data/geth/blocks; sleep 0.1; done';

describeOnHost("release-chain-disk.sh, with a container on a real disk,", ["unshare", "dockerd", "mkfs.xfs"], () => {
  let host: BootHost;
  let device: string;

  beforeEach(async () => {
    host = new BootHost();
    await host.prepare();
    device = await shell(
      `truncate --size=320M ${host.directory}/disk && losetup --find --show ${host.directory}/disk && mkfs.xfs -q ${host.directory}/disk`,
    );
    const link = `/dev/disk/by-id/nvme-Amazon_Elastic_Block_Store_${volumeId().replace("-", "")}`;
    await shell(`mkdir -p /dev/disk/by-id && ln --symbolic --force ${device} ${link}`);
    await shell(
      `mkdir -p ${host.directory}/bin ${host.directory}/run/ethereum-node-host && echo "INSTANCE_ID='i-1'" >${host.directory}/run/ethereum-node-host/identity`,
    );
    // As mount-chain-disk.sh leaves it.
    await shell(`echo ${device} >${host.directory}/run/ethereum-node-host/mounted-device`);
    await shell(`cat >${host.directory}/bin/aws <<'AWS'\n${AWS}AWS\nchmod +x ${host.directory}/bin/aws`);
    Object.assign(host.settings, { VOLUME_ID: volumeId(), STOP_TIMEOUT_SECONDS: "5" });
  });

  afterEach(async () => {
    await shell(`rm --force /dev/disk/by-id/nvme-Amazon_Elastic_Block_Store_${volumeId().replace("-", "")}`);
    await shell(`umount ${host.directory}/docker/exec/netns/* 2>/dev/null || true; losetup --detach ${device}`);
    host.remove();
  });

  /** An id that no other test has. */
  function volumeId(): string {
    return `vol-0${process.pid.toString(16).padStart(8, "0")}`;
  }

  function release(client: string, hangs: boolean) {
    return host.boot(LIFE, {
      DEVICE: device,
      CLIENT: client,
      HANGS: String(hangs),
      PATH: `${host.directory}/bin:${path.resolve(__dirname, "../../../../modules/node/boot")}:${process.env.PATH}`,
    });
  }

  function onDisk(file: string): Promise<string> {
    return shell(
      `unshare --mount bash -euc 'mkdir -p ${host.mountPoint}; mount ${device} ${host.mountPoint}; cat ${host.mountPoint}/${file}; umount ${host.mountPoint}'`,
    );
  }

  test.each([
    ["that ECS does not know", false],
    ["whose Docker hangs", true],
  ])("ends a client %s in order, and detaches only then", async (_what, hangs) => {
    const { status, stderr } = await release(CLIENT, hangs);
    expect(stderr).toContain("still in use by the processes");
    expect([status, readFileSync(path.join(host.directory, "detached"), "utf8").trim()]).toEqual([0, "free"]);
    expect(await onDisk("geth/closed")).toBe("clean");
  });

  test("kills a client that does not listen, and detaches only then", async () => {
    expect((await release(STUBBORN, false)).status).toBe(0);
    expect(readFileSync(path.join(host.directory, "detached"), "utf8").trim()).toBe("free");
    expect(await onDisk("geth/blocks")).not.toBe("");
  });
});
