import { chmodSync, existsSync, mkdirSync, readdirSync } from "node:fs";
import path from "node:path";
import { geth } from "../../modules/clients/execution/geth";
import { baseImage, buildClientImage, removeImages } from "./support/client-image";
import { tryDocker } from "./support/docker";
import { NodeFolders } from "./support/node-folders";

let image: string;
let folders: NodeFolders;

beforeAll(() => {
  image = buildClientImage(geth, baseImage());
});
afterAll(() => removeImages(image));
beforeEach(() => {
  folders = new NodeFolders();
});
afterEach(() => folders.remove(image));

/** Would write a database and end, if the entrypoint let the client run. */
function start(
  environment: Record<string, string | undefined> = {},
  dataMount = ["--volume", `${folders.data}:/data`],
) {
  const flags = ["--rm", "--network=none", ...folders.runFlags("geth", environment), ...dataMount];
  return tryDocker("run", ...flags, image, "--datadir=/data/geth", "--dev", "--exec=1", "console");
}

function expectRefusal(result: ReturnType<typeof start>, exitCode: number, line: string): void {
  expect(result.stderr).toBe(`ethereum-node: ${line}\n`);
  expect(result.stdout).toBe("");
  expect(result.exitCode).toBe(exitCode);
}

function expectUntouchedDisk(): void {
  const directory = path.join(folders.data, "geth");
  expect(existsSync(directory) ? readdirSync(directory) : []).toEqual([]);
}

describe("PROGRAM", () => {
  test.each(["besu", "", "/opt", "geth --dev", "geth\nreth"])(
    "refuses %j, which is no program of the image",
    (program) => {
      const line = `PROGRAM must be an executable of this image; got '${program.replace("\n", "?")}'`;
      expectRefusal(start({ PROGRAM: program }), 10, line);
      expectUntouchedDisk();
    },
  );
});

describe("P2P_ADDRESS_FILE", () => {
  test.each([
    ["is empty", ""],
    ["is blank", "\n"],
    ["has three octets", "203.0.113\n"],
    ["has five octets", "203.0.113.7.9\n"],
    ["has an octet above 255", "203.0.113.256\n"],
    ["has an octet of many digits", "203.0.113.99999999999999999999\n"],
    ["has an empty octet", "203..113.7\n"],
    ["ends in a dot", "203.0.113.7.\n"],
    ["has a leading zero", "203.0.113.07\n"],
    ["has a sign", "203.0.113.-7\n"],
    ["holds two addresses in a line", "203.0.113.7 203.0.113.8\n"],
    ["holds two lines", "203.0.113.7\n203.0.113.8\n"],
    ["ends in a carriage return", "203.0.113.7\r\n"],
    ["holds IPv6", "2001:db8::7\n"],
    ["holds the error page of a failed look-up", '<?xml version="1.0"?>\n<title>404 - Not Found</title>\n'],
    ["holds shell text", "$(touch /data/geth/injected)\n"],
  ])("refuses a file that %s", (_case, content) => {
    folders.writeAddress(content);
    const got = content.replace(/\n+$/, "").replace(/[\n\r]/g, "?");
    expectRefusal(
      start(),
      12,
      `P2P_ADDRESS_FILE /run/ethereum-node/p2p-address must hold exactly one IPv4 address; got '${got}'`,
    );
    expectUntouchedDisk();
  });

  test.each(["0.0.0.0", "127.0.0.1", "169.254.169.254", "224.0.0.1", "239.1.2.3", "240.0.0.1", "255.255.255.255"])(
    "refuses %s, which no peer can reach",
    (address) => {
      folders.writeAddress(`${address}\n`);
      const line = `P2P_ADDRESS_FILE /run/ethereum-node/p2p-address must hold an address that peers can reach; got '${address}'`;
      expectRefusal(start(), 12, line);
      expectUntouchedDisk();
    },
  );

  test("refuses a file that does not exist", () => {
    expectRefusal(
      start({ P2P_ADDRESS_FILE: "/run/none" }),
      12,
      "P2P_ADDRESS_FILE must name an existing file; got '/run/none'",
    );
    expectUntouchedDisk();
  });

  test("refuses a folder, which Docker makes where a bind's source is missing", () => {
    expectRefusal(start({ P2P_ADDRESS_FILE: "/run" }), 12, "P2P_ADDRESS_FILE must name an existing file; got '/run'");
  });

  test("refuses a file its user may not read", () => {
    chmodSync(path.join(folders.run, "p2p-address"), 0);
    const file = "/run/ethereum-node/p2p-address";
    expectRefusal(start(), 12, `P2P_ADDRESS_FILE must be readable by the container's user; got '${file}'`);
  });

  test("refuses to start when it is not set", () => {
    const line = "P2P_ADDRESS_FILE must name the file with the node's IPv4 address; got ''";
    expectRefusal(start({ P2P_ADDRESS_FILE: undefined }), 12, line);
  });
});

describe("RPC_HOSTS_FILE", () => {
  test.each([
    ["is empty", ""],
    ["is blank", "\n"],
    ["holds two names in a line", "node-0.example.org node-1.example.org\n"],
    ["holds one good name and a bad one", "node-0.example.org\n*\n"],
    ["holds an empty line", "node-0.example.org\n\nrpc.example.org\n"],
    ["holds a list, which would let another host in", "node-0.example.org,*\n"],
    ["holds a wildcard", "*\n"],
    ["holds a port", "node-0.example.org:8545\n"],
    ["holds capitals", "Node-0.example.org\n"],
    ["ends in a dot", "node-0.example.org.\n"],
    ["has an empty label", "node-0..example.org\n"],
    ["has a label that begins with a hyphen", "node-0.-example.org\n"],
    ["has a label that ends in a hyphen", "node-0-.example.org\n"],
    ["has a label of 64 characters", `${"a".repeat(64)}.example.org\n`],
    ["has 255 characters", `${"a.".repeat(126)}org\n`],
    ["has one label", "localhost\n"],
    ["ends in a carriage return", "node-0.example.org\r\n"],
    ["holds an address", "203.0.113.7\n"],
    ["holds another flag", "node-0.example.org --http.api=admin\n"],
    ["holds shell text", "$(touch /data/geth/injected)\n"],
  ])("refuses a file that %s", (_case, content) => {
    folders.writeRpcHosts(content);
    const got = content.replace(/\n+$/, "").replace(/[\n\r]/g, "?");
    expectRefusal(
      start(),
      15,
      `RPC_HOSTS_FILE /run/ethereum-node/rpc-hosts must hold host names in lower case, one a line; got '${got}'`,
    );
    expectUntouchedDisk();
  });

  test("refuses a file that does not exist", () => {
    const line = "RPC_HOSTS_FILE must name an existing file; got '/run/none'";
    expectRefusal(start({ RPC_HOSTS_FILE: "/run/none" }), 15, line);
    expectUntouchedDisk();
  });

  test("refuses a file its user may not read", () => {
    chmodSync(path.join(folders.run, "rpc-hosts"), 0);
    const file = "/run/ethereum-node/rpc-hosts";
    expectRefusal(start(), 15, `RPC_HOSTS_FILE must be readable by the container's user; got '${file}'`);
  });

  test("refuses to start when it is not set", () => {
    const line = "RPC_HOSTS_FILE must name the file with the node's host names; got ''";
    expectRefusal(start({ RPC_HOSTS_FILE: undefined }), 15, line);
  });
});

describe("MINIMUM_FREE_MIB", () => {
  test.each([undefined, "", "ten", "1.5", "-1", "010", "1 2", "9999999999", "99999999999999999999999"])(
    "refuses %j",
    (value) => {
      const line = `MINIMUM_FREE_MIB must be a whole number of at most nine digits; got '${value ?? ""}'`;
      expectRefusal(start({ MINIMUM_FREE_MIB: value }), 13, line);
      expectUntouchedDisk();
    },
  );
});

describe("DATA_DIRECTORY", () => {
  test.each([undefined, "", "/data", "/data/", "/tmp/geth", "data/geth"])(
    "refuses %j, which is not below the chain disk",
    (value) => {
      const line = `DATA_DIRECTORY must be a directory below /data; got '${value ?? ""}'`;
      expectRefusal(start({ DATA_DIRECTORY: value }), 11, line);
    },
  );

  test("refuses a path that climbs out of the chain disk", () => {
    const line = "DATA_DIRECTORY must not contain '..'; got '/data/../tmp'";
    expectRefusal(start({ DATA_DIRECTORY: "/data/../tmp" }), 11, line);
  });

  test("refuses a missing directory that its user may not create", () => {
    chmodSync(folders.data, 0o555);
    const rule = "must be a directory that exists or that the container's user can create";
    expectRefusal(start(), 11, `DATA_DIRECTORY ${rule}; got '/data/geth'`);
  });

  test("refuses a directory of another user", () => {
    mkdirSync(path.join(folders.data, "geth"), { mode: 0o555 });
    expectRefusal(start(), 11, "DATA_DIRECTORY must be writable by the container's user; got '/data/geth'");
    expectUntouchedDisk();
  });

  test("refuses a read-only disk", () => {
    mkdirSync(path.join(folders.data, "geth"));
    chmodSync(path.join(folders.data, "geth"), 0o777);
    const result = start({}, ["--volume", `${folders.data}:/data:ro`]);
    expectRefusal(result, 11, "DATA_DIRECTORY must be writable by the container's user; got '/data/geth'");
    expectUntouchedDisk();
  });
});

describe("free space", () => {
  test("refuses a disk below the floor and leaves it untouched", () => {
    const { stderr, exitCode } = start({ MINIMUM_FREE_MIB: "999999999" });
    expect(stderr).toMatch(
      /^ethereum-node: DATA_DIRECTORY \/data\/geth must have at least MINIMUM_FREE_MIB=999999999 MiB free; got \d+ MiB\n$/,
    );
    expect(exitCode).toBe(14);
    expectUntouchedDisk();
  });

  test("measures the disk of the data directory, not the root disk", () => {
    const smallDisk = ["--mount", "type=tmpfs,destination=/data,tmpfs-size=64m,tmpfs-mode=1777"];
    const line = "DATA_DIRECTORY /data/geth must have at least MINIMUM_FREE_MIB=65 MiB free; got 64 MiB";
    expectRefusal(start({ MINIMUM_FREE_MIB: "65" }, smallDisk), 14, line);
  });

  test("lets the client run on a disk at the floor", () => {
    const smallDisk = ["--mount", "type=tmpfs,destination=/data,tmpfs-size=64m,tmpfs-mode=1777"];
    const flags = ["--rm", "--network=none", ...folders.runFlags("geth", { MINIMUM_FREE_MIB: "64" }), ...smallDisk];
    expect(tryDocker("run", ...flags, image, "version")).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining("Geth"),
    });
  });
});
