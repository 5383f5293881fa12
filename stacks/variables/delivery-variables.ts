import type { Settings } from "../settings/settings";
import { networkVariables } from "./network-variables";
import { ownTags } from "./own-tags";
import type { Variable } from "./variable";

/** Every Terraform variable of the stack with the roles of the delivery. */
export function deliveryVariables(settings: Settings) {
  return {
    dnsName: {
      ...networkVariables(settings).dnsName,
      description:
        "Domain name of the nodes, as the node stack has it: the apply's role may change no record outside it.",
      change: "In place; until then no apply can change a record of the new name.",
    },
    tags: ownTags("Tags of everything that the stack makes.", "In place."),
  } as const satisfies Record<string, Variable>;
}
