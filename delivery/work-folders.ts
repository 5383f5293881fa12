import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { PROJECT_ROOT } from "../machine/state-dir";

/** Folders of one run, which only its user may read. */
export interface WorkFolders {
  /** Stands in for cdktf.out: in the project's root, as a local state is beside it. */
  readonly out: string;
  /** What a bundle holds. */
  readonly bundle: string;
}

/** Runs the action in folders of its own, and removes them. */
export async function inWorkFolders<Result>(action: (folders: WorkFolders) => Promise<Result>): Promise<Result> {
  const out = mkdtempSync(path.join(PROJECT_ROOT, ".delivery-"));
  const temporary = mkdtempSync(path.join(tmpdir(), "delivery-"));
  try {
    return await action({ out, bundle: mkdtempSync(path.join(temporary, "bundle-")) });
  } finally {
    rmSync(out, { recursive: true, force: true });
    rmSync(temporary, { recursive: true, force: true });
  }
}
