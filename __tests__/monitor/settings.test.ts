import { readSettings, type SettingsError } from "../../monitor/settings";
import { ENVIRONMENT } from "./support/environment";

test("reads all values", () => {
  expect(readSettings({ ...ENVIRONMENT })).toMatchObject({
    chainName: "mainnet",
    chain: { chainId: 1 },
    consensusUrl: "http://lighthouse:5052",
    fleetUrls: ["http://node-0.mainnet.example.org:9600", "http://node-1.mainnet.example.org:9600"],
    listenPort: 9_600,
    servedPages: ["ready", "metrics", "page"],
  });
});

test("takes an empty string for what is not there", () => {
  const none = { CONSENSUS_URL: "", REFERENCE_URL: "", FLEET_URLS: "", SERVED_PAGES: "" };
  expect(readSettings({ ...ENVIRONMENT, ...none })).toMatchObject({
    consensusUrl: undefined,
    referenceUrl: undefined,
    fleetUrls: [],
    servedPages: [],
  });
});

test.each([
  ["CHAIN", "ropsten", 'CHAIN must be one of mainnet, sepolia, hoodi, xdai, dev, private; got "ropsten"'],
  ["CHAIN", "toString", "CHAIN must be one of"],
  ["EXECUTION_URL", "", 'EXECUTION_URL must be an http or https URL; got ""'],
  ["EXECUTION_URL", "ws://geth:8546", "EXECUTION_URL must be an http or https URL"],
  ["CONSENSUS_URL", "lighthouse:5052", "CONSENSUS_URL must be an http or https URL, or empty"],
  ["FLEET_URLS", "http://one two", "FLEET_URLS must be http or https URLs"],
  ["DATA_DIRECTORY", "data", "DATA_DIRECTORY must be an absolute path"],
  ["METRICS_NAMESPACE", "a b", "METRICS_NAMESPACE must be 1 to 255 letters"],
  ["LISTEN_PORT", "65536", 'LISTEN_PORT must be a port from 1 to 65535; got "65536"'],
  ["SERVED_PAGES", "ready admin", "SERVED_PAGES must be of ready, metrics, page"],
])("refuses a wrong %s: %j", (name, value, line) => {
  expect(() => readSettings({ ...ENVIRONMENT, [name]: value })).toThrow(line);
});

test("says all that is wrong at once, a line each, and no key of anybody", () => {
  try {
    readSettings({ REFERENCE_URL: "secret-key" });
    throw new Error("nothing was refused");
  } catch (error) {
    const { lines } = error as SettingsError;
    expect(lines).toHaveLength(9);
    expect(lines.join()).not.toContain("secret-key");
  }
});
