/** Where the time comes from, in seconds. */
export interface Clocks {
  /** The host's clock, since 1970. */
  readonly wall: () => number;
  /** One that nobody sets, since whenever. */
  readonly monotonic: () => number;
}

export const hostClocks: Clocks = {
  wall: () => Date.now() / 1000,
  monotonic: () => performance.now() / 1000,
};
