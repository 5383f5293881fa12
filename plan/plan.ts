import type { Json } from "./json";

/** What Terraform would do to one object of its state. */
export type Action = "no-op" | "create" | "read" | "update" | "delete" | "forget";

/** One resource of a plan: what it is, and what it would be. */
export interface Change {
  readonly address: string;
  /** Where it was in the state, if it moves there. */
  readonly previousAddress?: string;
  readonly type: string;
  readonly name: string;
  readonly index?: string | number;
  readonly provider: string;
  /** Key of an object that a replacement left behind. */
  readonly deposed?: string;
  readonly actions: readonly Action[];
  /** Id under which it would be taken into the state. */
  readonly importId?: string;
  /** In full: to judge by, and never to print. */
  readonly before: Json | undefined;
  readonly after: Json | undefined;
  /** True, or true in the same structure, where a value is known only after the apply. */
  readonly unknown: unknown;
  /** The same without sensitive values: to print. */
  readonly shownBefore: Json;
  readonly shownAfter: Json;
}

/** One condition or check block, and how it ended. */
export interface Check {
  readonly address: string;
  readonly kind: string;
  readonly status: string;
  readonly messages: readonly string[];
}

/** A saved plan as `terraform show -json` tells it. */
export interface Plan {
  readonly terraformVersion: string;
  /** Undefined where the program does not say it, as OpenTofu. */
  readonly complete: boolean | undefined;
  readonly errored: boolean;
  readonly applyable: boolean | undefined;
  readonly deferred: readonly string[];
  readonly changes: readonly Change[];
  /** What was changed outside Terraform since the last apply. */
  readonly drift: readonly Change[];
  readonly checks: readonly Check[];
  /** Outputs by name, without sensitive values. */
  readonly outputs: Readonly<Record<string, { readonly before: unknown; readonly after: unknown }>>;
  /** The answers of data sources, as they were known when the plan was made. */
  readonly data: readonly { readonly type: string; readonly values: Json }[];
  /** Regions that the AWS providers are set to, as far as the plan says. */
  readonly regions: readonly string[];
  /** What the configuration says of a resource's attribute; undefined where it says nothing. */
  readonly configured: (change: Change, attribute: string) => Json | undefined;
}

/** Whether nothing of it is changed. */
export function isUntouched({ actions, deposed }: Change): boolean {
  return deposed === undefined && actions.every((action) => action === "no-op" || action === "read");
}
