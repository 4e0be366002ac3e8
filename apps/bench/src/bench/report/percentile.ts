/** The value that `percent` of all are not above, by nearest rank; `sorted` ascends. */
export function percentile(sorted: ArrayLike<number>, percent: number): number {
  const rank = Math.max(1, Math.ceil((sorted.length * percent) / 100));
  return sorted[rank - 1] ?? Number.NaN;
}
