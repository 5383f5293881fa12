import {
  prepareBaseImage,
  prepareEngine,
  prepareProvider,
  preparePython,
  prepareTerraform,
} from "../../lab/verbs/prepare";
import {
  BASIC_PACKAGES,
  DEBIAN_PACKAGES,
  type DebianPackage,
  ensureDebianPackages,
  missingPackages,
} from "../../machine/debian-packages";
import { enginePackages } from "../../machine/docker-engine";
import { PersonNeeded } from "../../machine/person-needed";
import { pythonPackages } from "../../machine/python";
import { StateDir } from "../../machine/state-dir";
import { ensureTerraform } from "../../machine/terraform-program";
import { listenForInterruption } from "../../process/interruption";
import { step } from "../../process/progress";
import { UserError } from "../../process/user-error";
import { engineOfRun } from "./engine-of-run";
import { canHaveWheels, ENGINES_OF_EVERY_RUN, ensureEngine } from "./engines";
import { prepareLinters } from "./linters";
import { isCi, noteNotRun } from "./not-run";

const state = StateDir.fromEnvironment();

/** A thing to make ready, once: its packages of Debian, what it comes after, and the work. */
interface Step {
  readonly packages?: () => Promise<readonly DebianPackage[]>;
  readonly after?: readonly StepName[];
  readonly work: () => Promise<unknown>;
}
type StepName = "root" | "python" | "linters" | "engine" | "terraform" | "programs" | "provider" | "image";
type Need = StepName | DebianPackage;

/** In the order in which they are done. */
const STEPS: Readonly<Record<StepName, Step>> = {
  root: {
    work: async () => {
      if (process.getuid?.() !== 0) {
        throw new PersonNeeded("the test hosts need root, for loop devices and mounts");
      }
    },
  },
  python: {
    packages: async () => [...BASIC_PACKAGES, ...(await pythonPackages())],
    work: () => preparePython(state),
  },
  linters: {
    packages: async () => [...BASIC_PACKAGES, ...(await pythonPackages())],
    work: () => prepareLinters(state),
  },
  engine: { packages: enginePackages, work: () => prepareEngine(engineOfRun) },
  terraform: { after: ["python"], work: () => prepareTerraform(state) },
  programs: { after: ["python"], work: () => step("oldest and newest Terraform", prepareEngines) },
  // Parts that run beside each other have one cache, which only one of them could fill.
  provider: {
    after: ["python", "terraform"],
    work: async () => prepareProvider(state, await ensureTerraform(state)),
  },
  image: { after: ["python", "engine"], work: () => prepareBaseImage(state) },
};

const LAB: readonly StepName[] = ["python", "terraform", "provider", "engine", "image"];

/** What a part of bin/test cannot do without, and what only some of its tests need, which then say so themselves. */
const PARTS: Readonly<Record<string, { needs?: readonly Need[]; wishes?: readonly Need[] }>> = {
  shell: { needs: ["shellcheck"] },
  lint: { needs: ["linters", "shellcheck"] },
  unit: { needs: ["python", "terraform"] },
  emulator: { needs: ["python"], wishes: ["engine", "busybox-static"] },
  docker: { needs: LAB, wishes: ["shellcheck"] },
  browser: { needs: ["chromium"] },
  boot: {
    wishes: [
      "engine",
      "busybox-static",
      "curl",
      "iproute2",
      "iptables",
      "shellcheck",
      "strace",
      "systemd",
      "util-linux",
      "xfsprogs",
    ],
  },
  host: { needs: ["root", ...LAB, "busybox-static", "cryptsetup-bin", "debootstrap", "lvm2", "xfsprogs"] },
  "end-to-end": { needs: LAB },
  deploy: { needs: [...LAB, "programs"] },
  rehearsal: { needs: LAB, wishes: ["curl"] },
};

/** Makes ready what the parts need, as far as that is not for the user to do, and notes the parts that cannot run here. */
async function main(parts: readonly string[]): Promise<void> {
  state.create();
  engineOfRun.create();
  const wanted = new Set(parts.flatMap((part) => [...(PARTS[part]?.needs ?? []), ...(PARTS[part]?.wishes ?? [])]));
  const steps = Object.entries(STEPS).filter(([name]) => wanted.has(name as StepName)) as [StepName, Step][];
  const packages = new Set([...wanted].filter((need): need is DebianPackage => need in DEBIAN_PACKAGES));
  const packagesOf = new Map<StepName, readonly DebianPackage[]>();
  for (const [name, step] of steps) {
    const own = (await step.packages?.()) ?? [];
    packagesOf.set(name, own);
    for (const need of own) {
      packages.add(need);
    }
  }

  const unmet = new Map<Need, string>();
  await unlessPersonNeeded(() => ensureDebianPackages(state, [...packages].sort()));
  for (const name of missingPackages([...packages])) {
    unmet.set(name, `${name} is missing`);
  }
  for (const [name, { after = [], work }] of steps) {
    const lacking = [...after, ...(packagesOf.get(name) ?? [])].flatMap((need) => unmet.get(need) ?? []);
    const reason = lacking.length > 0 ? lacking.join("; ") : await unlessPersonNeeded(work);
    if (reason !== undefined) {
      unmet.set(name, reason);
    }
  }
  for (const part of parts) {
    const reasons = (PARTS[part]?.needs ?? []).flatMap((need) => unmet.get(need)?.split("; ") ?? []);
    if (reasons.length > 0) {
      noteNotRun(part, [...new Set(reasons)].join("; "));
    }
  }
}

async function prepareEngines(): Promise<void> {
  if (canHaveWheels) {
    for (const program of ENGINES_OF_EVERY_RUN) {
      await ensureEngine(state, program);
    }
  }
}

/** Does the work, or tells what its user has to do and answers the first line of that. */
async function unlessPersonNeeded(work: () => Promise<unknown>): Promise<string | undefined> {
  try {
    await work();
    return undefined;
  } catch (error) {
    if (isCi || !(error instanceof PersonNeeded)) {
      throw error;
    }
    console.error(`test: ${error.message}`);
    return error.message.split("\n")[0]?.replace(/; run$/, "");
  }
}

listenForInterruption();
main(process.argv.slice(2)).catch((error: Error) => {
  console.error(error instanceof UserError ? `test: ${error.message}` : error);
  process.exitCode = 1;
});
