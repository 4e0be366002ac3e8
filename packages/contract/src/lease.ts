/** Leases that a worker may ask for: shorter ones are lost by chance, longer ones are no help. */
export const SHORTEST_LEASE_SECONDS = 2;
export const LONGEST_LEASE_SECONDS = 600;

const BEATS_PER_LEASE = 3;
/** Some of what a worker has to hear, as of a cancel whose hint was lost, it hears by its heartbeat alone. */
const LONGEST_PAUSE_MS = 5_000;

/** How often a worker with this lease says that it lives, and lost ones are looked for, milliseconds. */
export function heartbeatMs(leaseSeconds: number): number {
  return Math.min((leaseSeconds * 1000) / BEATS_PER_LEASE, LONGEST_PAUSE_MS);
}
