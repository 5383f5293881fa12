import { App } from "cdktf";
import { NodeStack } from "./stacks/node-stack";
import { readSettings } from "./stacks/settings";
import { StateStack } from "./stacks/state-stack";

const app = new App();
const settings = readSettings(app, process.env);

new StateStack(app, "state", settings);
new NodeStack(app, "mainnet-parity", settings);

app.synth();
