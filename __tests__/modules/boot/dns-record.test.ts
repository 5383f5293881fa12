import { BootHost } from "./support/boot-host";
import { describeOnHost } from "./support/describe-on-host";
import { Emulator } from "./support/emulator";
import { MetadataServer } from "./support/metadata-server";

jest.setTimeout(60_000);

describeOnHost("dns-record.sh", ["ministack", "aws", "unshare", "curl"], () => {
  const metadata = new MetadataServer();
  let emulator: Emulator;
  let host: BootHost;
  let zoneId: string;

  beforeAll(async () => {
    emulator = await Emulator.start();
    await metadata.start();
    zoneId = await emulator.aws(
      "route53 create-hosted-zone --name eth.test --caller-reference 1 --query HostedZone.Id",
    );
    zoneId = zoneId.replace("/hostedzone/", "");
  });

  afterAll(async () => {
    await metadata.stop();
    await emulator.stop();
  });

  beforeEach(async () => {
    host = new BootHost({ ...emulator.environment, ...metadata.environment });
    await host.prepare();
    Object.assign(host.settings, { HOSTED_ZONE_ID: zoneId, DNS_RECORD_NAME: "node-0.eth.test" });
  });

  afterEach(() => host.remove());

  async function records(): Promise<string[]> {
    const query = "ResourceRecordSets[?Type==`A`].[Name, TTL, ResourceRecords[0].Value]";
    const rows = await emulator.aws(`route53 list-resource-record-sets --hosted-zone-id ${zoneId} --query '${query}'`);
    return rows.split("\n");
  }

  test("points the name at the private IPv4, and at the new one after a replacement", async () => {
    for (const address of ["172.31.5.6", "172.31.9.9"]) {
      metadata.values["local-ipv4"] = address;
      expect((await host.boot("dns-record.sh")).status).toBe(0);
      expect(await records()).toEqual([`node-0.eth.test.\t60\t${address}`]);
    }
  });

  test("fails and names record and zone when the zone is not there", async () => {
    metadata.values["local-ipv4"] = "172.31.5.6";
    host.settings.HOSTED_ZONE_ID = "Z0000000000000000000";
    const { status, stderr } = await host.boot("dns-record.sh");
    expect(status).not.toBe(0);
    expect(stderr).toContain("error: node-0.eth.test could not be pointed at 172.31.5.6 in zone Z0000000000000000000");
  });
});
