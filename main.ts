import path from "node:path";
import { Annotations, App } from "cdktf";
import { DeliveryStack } from "./stacks/delivery-stack";
import { NodeStack } from "./stacks/node-stack";
import { lockFileOf, missingLockWarning, readProviderLock, writeProviderLocks } from "./stacks/provider-lock";
import { readProjectFile } from "./stacks/settings/project-file";
import { readSettings } from "./stacks/settings/settings";
import { orExit } from "./stacks/settings/settings-error";
import { DELIVERY_STACK, NODE_STACK, STATE_STACK } from "./stacks/stack-ids";
import { StateStack } from "./stacks/state-stack";
import { commandLineOfCdktf, requireNoIgnoredValue } from "./stacks/values-of-cdktf";

// cdktf takes a stack trace of every token; mapping them all to TypeScript would cost a third of the time.
process.setSourceMapsEnabled(false);

// The cdktf command hands over the context of cdktf.json and shows the warnings; without it both is to be done here.
const alone = process.env.CDKTF_CONTEXT_JSON === undefined;
const context = alone ? orExit(() => readProjectFile(__dirname).context) : {};

const lockFile = lockFileOf(process.env.TERRAFORM_BINARY_NAME);
const lock = readProviderLock(lockFile);

const app = new App({ stackTraces: false, context });
orExit(() => {
  requireNoIgnoredValue(alone ? undefined : commandLineOfCdktf());
  const settings = readSettings(app, process.env);
  new StateStack(app, STATE_STACK, settings);
  const { repository, stateBucket } = settings;
  if (repository !== undefined && stateBucket !== undefined) {
    new DeliveryStack(app, DELIVERY_STACK, { ...settings, repository, stateBucket });
  }
  const nodes = new NodeStack(app, NODE_STACK, settings);
  if (lock === undefined) {
    Annotations.of(nodes).addWarning(missingLockWarning(lockFile));
  }
});

app.synth();
if (lock !== undefined) {
  const stacks = Object.values(app.manifest.stacks).map(({ workingDirectory }) =>
    path.join(app.outdir, workingDirectory),
  );
  orExit(() => writeProviderLocks(stacks, lock, lockFile));
}

if (alone) {
  for (const { node } of app.node.findAll()) {
    for (const { data } of node.metadata.filter(({ type }) => type === "@cdktf/warn")) {
      console.warn(`Warning: ${data}`);
    }
  }
}
