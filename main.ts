import { App } from "cdktf";
import { NodeStack } from "./stacks/node-stack";
import { orExit } from "./stacks/or-exit";
import { readSettings } from "./stacks/settings";
import { StateStack } from "./stacks/state-stack";

// cdktf takes a stack trace of every token; mapping them all to TypeScript would cost a third of the time.
process.setSourceMapsEnabled(false);

const app = new App({ stackTraces: false });
orExit(() => {
  const settings = readSettings(app, process.env);
  new StateStack(app, "state", settings);
  new NodeStack(app, "mainnet-parity", settings);
});

app.synth();
