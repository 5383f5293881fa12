import { once } from "node:events";
import { type AddressInfo, createServer, type Server } from "node:net";
import { requireFreePorts } from "../../machine/ports";

const servers: Server[] = [];
async function listening(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  servers.push(server);
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}
const close = (server: Server) => new Promise((resolve) => server.close(resolve));
afterEach(() => Promise.all(servers.splice(0).map(close)));

test("every port on which something listens is named, and no other", async () => {
  const [first, free, second] = [await listening(), await listening(), await listening()];
  await close(servers.splice(1, 1)[0] as Server);
  await expect(requireFreePorts([first, free, second])).rejects.toThrow(
    `port ${first}, ${second} of this machine must be free`,
  );
  await expect(requireFreePorts([free])).resolves.toBeUndefined();
});
