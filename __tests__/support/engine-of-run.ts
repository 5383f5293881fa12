import { StateDir } from "../../machine/state-dir";

/** The engine is the whole run's: a lab that ends stops one of its own, and another part would lose its containers. */
export const engineOfRun = new StateDir(`${StateDir.fromEnvironment().root}-engine`);
