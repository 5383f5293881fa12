import type { TerraformJson } from "./synthesize";

/** A check that a resource may fail, as modules/aws/accept-findings.ts writes it. */
export interface AcceptedFinding {
  /** Id of the check. */
  readonly check: string;
  /** Type of the resource or data source. */
  readonly type: string;
  /** Its name in Terraform. */
  readonly name: string;
  /** Where it is in the tree of constructs, below the stack. */
  readonly path: string;
  /** Day on which it was judged, a colon, and the reason. */
  readonly comment: string;
}

interface Metadata {
  readonly metadata: { readonly path: string };
  readonly checkov?: { readonly skip: readonly { readonly id: string; readonly comment: string }[] };
}

/** All of a stack. */
export function acceptedFindings(stack: TerraformJson): AcceptedFinding[] {
  return [stack.resource, stack.data].flatMap((kind) =>
    Object.entries(kind).flatMap(([type, byName]) =>
      Object.entries(byName).flatMap(([name, block]) => {
        const { metadata, checkov } = block["//"] as Metadata;
        const below = metadata.path.split("/").slice(1).join("/");
        return (checkov?.skip ?? []).map(({ id, comment }) => ({ check: id, type, name, path: below, comment }));
      }),
    ),
  );
}
