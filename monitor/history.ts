import type { History, HistoryPoint, Status } from "../modules/monitor-contract";

const INTERVAL_SECONDS = 60;
const HOURS = 6;
const MOST_POINTS = (HOURS * 3600) / INTERVAL_SECONDS;

/** That of a monitor that has just started. */
export const NO_HISTORY: History = { intervalSeconds: INTERVAL_SECONDS, points: [] };

/** The history with what a poll found: a point a minute for the last hours, the oldest first. */
export function withStatus({ intervalSeconds, points }: History, status: Status): History {
  const minute = minuteOf(status.at);
  const ofThisMinute = points.find(({ at }) => minuteOf(at) === minute);
  // What is later was written by a clock that was wrong, and set back since.
  const before = points.filter(({ at }) => minuteOf(at) < minute && minuteOf(at) > minute - MOST_POINTS);
  return { intervalSeconds, points: [...before, worthKeeping(ofThisMinute, pointOf(status))] };
}

/** The newest of a minute, unless the node was synced by then: so that what lasted for one poll is seen too. */
function worthKeeping(earlier: HistoryPoint | undefined, newest: HistoryPoint): HistoryPoint {
  return earlier !== undefined && earlier.verdict !== "synced" && newest.verdict === "synced" ? earlier : newest;
}

function pointOf({ at, verdict, height, blockAgeSeconds, lagBlocks, peers, disk }: Status): HistoryPoint {
  return { at, verdict, height, blockAgeSeconds, lagBlocks, peers, diskUsedPercent: disk?.usedPercent ?? null };
}

function minuteOf(at: string): number {
  return Math.floor(Date.parse(at) / 1000 / INTERVAL_SECONDS);
}
