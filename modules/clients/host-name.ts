const HOST_NAME = /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/;

/** Whether this is a host name in lower case, of one label or more. */
export function isHostName(name: string): boolean {
  return HOST_NAME.test(name);
}
