import { isReferenceUrl } from "../../../modules/clients/reference-url";

test.each(["https://rpc.example.org", "http://10.0.0.7:8545", "https://example.org/eth/mainnet"])(
  "%s is taken",
  (url) => {
    expect(isReferenceUrl(url)).toBe(true);
  },
);

test.each([
  "ws://rpc.example.org",
  "https://user:word@rpc.example.org",
  "https://rpc.example.org?key=1",
  "https://mainnet.provider.example/v3/3c6e0b8a9c15224a8228b9a98ca1531d",
  "rpc.example.org",
])("%s is refused", (url) => {
  expect(isReferenceUrl(url)).toBe(false);
});
