import { CLIENT_OWNER } from "../support/client-user";
import { HostBench } from "./support/host-bench";

const KEY_FILE = "/data/geth/geth/nodekey";
const SAY = "/opt/ethereum-node/log-enode.sh 2>&1";
// The private key 1, whose point is the generator of the curve (SEC 2, 2.4.1).
const KEY = `${"0".repeat(63)}1`;
const PUBLIC_KEY =
  "79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798" +
  "483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8";

describe("a host tells the enode URL of its node", () => {
  const bench = new HostBench();

  test("once, after the client has made its key, from that key alone and as the client's user", async () => {
    const host = await bench.runningHost();
    expect(await host.exec(SAY)).toBe("");
    const write = (file: string) => `printf ${KEY} >${file} && chmod 600 ${file}`;
    await host.exec(`${write("/root/a-key")} && install -d -o 30303 -g 30303 /data/geth/geth`);
    await host.exec(`ln --symbolic /root/a-key ${KEY_FILE}`);
    expect(await host.exec(SAY)).toBe("");
    await host.exec(`rm ${KEY_FILE} && echo "no key" >${KEY_FILE}`);
    expect(await host.exec(SAY)).toBe("");
    // A pipe holds nobody up, and nothing stays behind.
    await host.exec(`rm ${KEY_FILE} && mkfifo --mode=600 ${KEY_FILE} && chown ${CLIENT_OWNER} ${KEY_FILE}`);
    expect(await host.exec(`${SAY}; pgrep --full --count "[e]node.py" || true`)).toBe("0");
    await host.exec(`rm ${KEY_FILE} && ${write(KEY_FILE)} && chown ${CLIENT_OWNER} ${KEY_FILE}`);
    await host.untilJournal("log-enode:");
    const line = `log-enode: peers find this node at enode://${PUBLIC_KEY}@3.120.255.9:30303`;
    expect(host.journal().filter((text) => text.startsWith("log-enode:"))).toEqual([line]);
    expect(await host.exec(SAY)).toBe("");
    expect(await host.exec("journalctl --no-pager --output=cat")).not.toContain(KEY);
  });
});
