/** What a caller prefers (RFC 7240), as far as run routes know it. */
export interface Preferences {
  /** `wait`: how long to wait for the result before the answer is 202. */
  readonly waitSeconds: number | undefined;
  /** `respond-async`: not to wait at all. */
  readonly respondAsync: boolean;
}

/** One preference with its value, then its parameters, which none of ours has. */
const PREFERENCE =
  /[\s,]*([^\s,;="]+)(?:\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,;"]*)))?((?:[^",]|"(?:[^"\\]|\\.)*")*)/y;

/** Reads a `Prefer` header; whatever cannot be read is ignored, and of equal names the first counts. */
export function parsePrefer(header: string | null | undefined): Preferences {
  const values = new Map<string, string>();
  const text = header ?? "";
  PREFERENCE.lastIndex = 0;
  for (let match = PREFERENCE.exec(text); match !== null; match = PREFERENCE.exec(text)) {
    const [, name = "", quoted, token] = match;
    const key = name.toLowerCase();
    values.set(key, values.get(key) ?? quoted ?? token ?? "");
  }
  const wait = values.get("wait") ?? "";
  return {
    waitSeconds: /^\d{1,9}$/.test(wait) ? Number(wait) : undefined,
    respondAsync: values.has("respond-async"),
  };
}
