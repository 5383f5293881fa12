/** Whom the clients run as, by name: an image without this user starts nothing, where a number would start as a stranger. */
export const CLIENT_USER = "ethereum";
