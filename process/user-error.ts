/** What a user of the lab can do something about: shown as one line, without a stack trace. */
export class UserError extends Error {}
