/** Ids of the stacks: the names by which cdktf and the folders of cdktf.out know them. */
export const NODE_STACK = "mainnet-parity";
export const STATE_STACK = "state";
export const DELIVERY_STACK = "delivery";
