const DAY_MS = 24 * 60 * 60 * 1000;

/** A range of time whose ids lie in one partition, the end left out. */
export interface TimeRange {
  readonly from: Date;
  readonly to: Date;
}

/** Days for which there are partitions ahead; a job's id may be that much older than the database. */
const DAYS_AHEAD = 7;

/** About how many partitions the days that are kept lie in: each one costs every statement time. */
const PARTITIONS_KEPT = 4;

/** The smallest UUIDv7 of a moment. */
export function firstUuidOf(time: Date): string {
  const hex = time.getTime().toString(16).padStart(12, "0");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-0000-0000-000000000000`;
}

/** The moment that a UUIDv7 begins with. */
export function timeOfUuid(id: string): Date {
  return new Date(Number.parseInt(id.replace("-", "").slice(0, 12), 16));
}

/** The ranges that are missing for ids of today and of the days to come, after those there are. */
export function missingRanges(
  present: readonly TimeRange[],
  { now, retentionDays }: { readonly now: Date; readonly retentionDays: number },
): TimeRange[] {
  const widthMs = Math.max(1, Math.floor(retentionDays / PARTITIONS_KEPT)) * DAY_MS;
  const horizon = now.getTime() + DAYS_AHEAD * DAY_MS;
  const today = Math.floor(now.getTime() / DAY_MS) * DAY_MS;
  const missing: TimeRange[] = [];
  let from = Math.max(today, ...present.map(({ to }) => to.getTime()));
  while (from < horizon) {
    missing.push({ from: new Date(from), to: new Date(from + widthMs) });
    from += widthMs;
  }
  return missing;
}

/** Jobs from before this moment are over and done with. */
export function cutoffOf(now: Date, retentionDays: number): Date {
  return new Date(now.getTime() - retentionDays * DAY_MS);
}

/** The ranges that ended before the cutoff. */
export function expiredRanges<Range extends TimeRange>(
  present: readonly Range[],
  cutoff: Date,
): Range[] {
  return present.filter(({ to }) => to <= cutoff);
}
