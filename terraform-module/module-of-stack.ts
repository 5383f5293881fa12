/** Any object of a synthesized stack. */
export type Json = { [key: string]: unknown };

/**
 * A module of Terraform from a synthesized stack: without its provider and its backend, which whoever calls it has, and with paths
 * that lead into the module's own folder.
 */
export function moduleOfStack(stack: Json): Json {
  const { "//": _, provider: __, terraform, ...rest } = stack;
  const { backend: ___, ...required } = terraform as Json;
  return mapJson({ terraform: required, ...rest }) as Json;
}

function mapJson(value: unknown): unknown {
  if (typeof value === "string") {
    // Whole, or in quotes inside of an expression.
    return value.replace(/(^|")assets\//g, `$1\${path.module}/assets/`);
  }
  if (Array.isArray(value)) {
    return value.map(mapJson);
  }
  if (typeof value !== "object" || value === null) {
    return value;
  }
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) => {
      if (key !== "//") {
        return [[key, mapJson(inner)]];
      }
      // Of what cdktf writes there, the exceptions from checks only.
      const { checkov } = inner as Json;
      return checkov === undefined ? [] : [[key, { checkov }]];
    }),
  );
}
