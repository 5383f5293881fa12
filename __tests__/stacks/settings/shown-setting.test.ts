import { App } from "cdktf";
import { NodeProfile } from "../../../modules/clients/node-profile";
import { clientChoice } from "../../../stacks/settings/client-settings";
import { readSettings } from "../../../stacks/settings/settings";
import { settingsSchema } from "../../../stacks/settings/settings-table";
import { messageOf } from "../../support/message-of";

const KEY = "3c6e0b8a9c15224a8228b9a98ca1531d";

test("shows no key of checkpoint URLs that are not even text", () => {
  const context = { checkpointUrls: [`https://go.provider.example/${KEY}`, 1], client: "geth" };
  const message = messageOf(() => readSettings(new App({ outdir: "/nonexistent", context }), {}));
  expect(message).toContain(
    'checkpointUrls (context checkpointUrls) must be text; got ["https://go.provider.example/…",1]',
  );
});

test("shows no key to whoever uses the module without the settings either", () => {
  const choice = clientChoice(
    settingsSchema.parse({ client: "geth", checkpointUrls: [`https://user:${KEY}@one.example/a?b`] }),
  );
  const message = messageOf(() => new NodeProfile(choice));
  expect(message).toContain('got ["https://…@one.example/…"]');
});
