import type { Json } from "../../../plan/json";

/** One entry of `resource_changes`, for what the lab's provider does not have. */
export function resourceChange(address: string, actions: readonly string[], rest: Json = {}): Json {
  const [type, name] = address.split(".");
  const { after = null, before = null, ...more } = rest;
  const { previous_address, deposed, ...change } = more;
  return {
    address,
    ...(previous_address === undefined ? {} : { previous_address }),
    ...(deposed === undefined ? {} : { deposed }),
    mode: "managed",
    type,
    name,
    provider_name: "registry.terraform.io/hashicorp/aws",
    change: { actions, before, after, after_unknown: {}, before_sensitive: {}, after_sensitive: {}, ...change },
  };
}

/** A whole plan of these changes. */
export function planJson(changes: readonly Json[], rest: Json = {}): Json {
  return {
    format_version: "1.2",
    terraform_version: "1.11.4",
    complete: true,
    errored: false,
    applyable: true,
    planned_values: {},
    resource_changes: changes,
    ...rest,
  };
}
