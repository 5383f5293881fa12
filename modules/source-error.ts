/** What is wrong with the project's own files. Its message is all that a user needs to see. */
export class SourceError extends Error {}
