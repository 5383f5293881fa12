/** Names in IAM of what the delivery consists of. None begins as a role of the nodes does. */
export function deliveryNames(name: string) {
  const prefix = `${name}-delivery-`;
  return {
    planRole: `${prefix}plan`,
    applyRole: `${prefix}apply`,
    policy: (of: string) => `${prefix}${of}`,
    /** What all of these match. */
    all: `${prefix}*`,
  };
}
