import { withoutSecrets } from "../../modules/clients/checkpoint-url";

/** What an error may show of the value of a setting: in a message it reaches terminals, logs and tickets, so no secret in it. */
export function shownSetting(key: string, value: unknown): string {
  const show = SHOWN[key] ?? withoutPassword;
  return String(JSON.stringify(value, (_key, inner: unknown) => (typeof inner === "string" ? show(inner) : inner)));
}

const SHOWN: Readonly<Record<string, (text: string) => string>> = {
  checkpointUrls: (text) =>
    text
      .split(",")
      .map((url) => withoutSecrets(url.trim()))
      .join(","),
  referenceUrl: withoutSecrets,
  image: withoutLogin,
  consensusImage: withoutLogin,
  monitorImage: withoutLogin,
};

/** A registry's login stands before the last @, which else begins a digest. */
function withoutLogin(image: string): string {
  return image.replace(/^.*@(?!sha256:)/s, "…@");
}

function withoutPassword(text: string): string {
  return text.replace(/\/\/[^\s/@]*:[^\s@]*@/g, "//…@");
}
