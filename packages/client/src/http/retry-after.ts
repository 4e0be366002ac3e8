/** Reads `Retry-After`: seconds or a date. Undefined: absent, or neither. */
export function retryAfterSeconds(headers: Headers): number | undefined {
  const value = headers.get("Retry-After") ?? "";
  if (/^\d{1,9}$/.test(value)) {
    return Number(value);
  }
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, (date - Date.now()) / 1000);
}
