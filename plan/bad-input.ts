/** Input that cannot be read: one line with the argument, the rule and what was got. */
export class BadInput extends Error {}
