/** A new key for one intention; every repetition of its request carries the same. */
export function newIdempotencyKey(): string {
  // Not randomUUID, which browsers have only on pages that came over TLS.
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
