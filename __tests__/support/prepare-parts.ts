import {
  DEBIAN_PACKAGES,
  type DebianPackage,
  ensureDebianPackages,
  missingPackages,
} from "../../lab/machine/debian-packages";
import { PersonNeeded } from "../../lab/machine/person-needed";
import { listenForInterruption } from "../../lab/process/interruption";
import { LabError } from "../../lab/process/lab-error";
import { StateDir } from "../../lab/state-dir";
import { prepareBaseImage, prepareEngine, preparePython, prepareTerraform } from "../../lab/verbs/prepare";
import { isCi, noteNotRun } from "./not-run";

const state = StateDir.fromEnvironment();

/** Each is done once, in this order. */
const STEPS = {
  root: async () => {
    if (process.getuid?.() !== 0) {
      throw new PersonNeeded("needs root, for loop devices and mounts");
    }
  },
  python: () => preparePython(state),
  terraform: async () => {
    await prepareTerraform(state);
  },
  engine: () => prepareEngine(state),
  image: () => prepareBaseImage(state),
};
type Step = keyof typeof STEPS;
type Need = Step | DebianPackage;

const LAB: readonly Step[] = ["python", "terraform", "engine", "image"];

/** What a part of bin/test cannot do without, and what only some of its tests need, which then say so themselves. */
const PARTS: Readonly<Record<string, { needs?: readonly Need[]; wishes?: readonly Need[] }>> = {
  shell: { needs: ["shellcheck"] },
  unit: { needs: ["python", "terraform"] },
  emulator: { needs: ["python"], wishes: ["engine"] },
  docker: { needs: LAB, wishes: ["shellcheck"] },
  boot: { wishes: ["engine", "curl", "util-linux"] },
  host: { needs: ["root", ...LAB, "busybox-static", "cryptsetup-bin", "debootstrap", "lvm2", "xfsprogs"] },
  "end-to-end": { needs: LAB },
};

/** Makes ready what the parts need, as far as that is not for the user to do, and notes the parts that cannot run here. */
async function main(parts: readonly string[]): Promise<void> {
  state.create();
  const wanted = new Set(parts.flatMap((part) => [...(PARTS[part]?.needs ?? []), ...(PARTS[part]?.wishes ?? [])]));
  const unmet = new Map<Need, string>();
  const packages = [...wanted].filter(isPackage).sort();
  await unlessPersonNeeded(
    () => ensureDebianPackages(state, packages),
    () => {
      for (const name of missingPackages(packages)) {
        unmet.set(name, `${name} is missing`);
      }
    },
  );
  for (const name of Object.keys(STEPS).filter((name): name is Step => wanted.has(name as Step))) {
    await unlessPersonNeeded(STEPS[name], (reason) => unmet.set(name, reason));
  }
  for (const part of parts) {
    const reasons = (PARTS[part]?.needs ?? []).flatMap((need) => unmet.get(need) ?? []);
    if (reasons.length > 0) {
      noteNotRun(part, reasons.join("; "));
    }
  }
}

async function unlessPersonNeeded(work: () => Promise<void>, otherwise: (reason: string) => void): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (isCi || !(error instanceof PersonNeeded)) {
      throw error;
    }
    console.error(`test: ${error.message}`);
    otherwise(error.message.split("\n")[0]?.replace(/:$/, "") ?? "");
  }
}

function isPackage(need: Need): need is DebianPackage {
  return need in DEBIAN_PACKAGES;
}

listenForInterruption();
main(process.argv.slice(2)).catch((error: Error) => {
  console.error(error instanceof LabError ? `test: ${error.message}` : error);
  process.exitCode = 1;
});
