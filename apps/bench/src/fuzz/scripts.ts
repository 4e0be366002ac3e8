export interface FuzzScript {
  readonly path: string;
  readonly content: string;
  readonly settings?: object;
  /** How often it is asked for, beside the others. */
  readonly weight: number;
}

/** Cheap scripts that do what a caller's arguments ask for; each is one way to shape an answer. */
export const SCRIPTS: readonly FuzzScript[] = [
  {
    path: "f/fuzz/echo",
    weight: 2,
    content:
      "export function main(a?: unknown, body?: unknown, raw_string?: string) { return { a, body, raw_string }; }",
  },
  {
    path: "f/fuzz/shape",
    weight: 5,
    content: `
export function main(status?: unknown, type?: unknown, headers?: unknown, coding?: unknown, result?: unknown) {
  return {
    ...(status === undefined ? {} : { getOperate_status_code: status }),
    ...(type === undefined ? {} : { windmill_content_type: type }),
    ...(headers === undefined ? {} : { wm_headers: headers }),
    ...(coding === undefined ? {} : { getOperate_content_transfer_encoding: coding }),
    ...(result === undefined ? {} : { result }),
  };
}`,
  },
  {
    path: "f/fuzz/checked",
    weight: 1,
    content:
      "export function main(count: number, name: string, choice?: 'a' | 'b', when?: Date, list: string[] = []) { return { count, name, choice, when, list }; }",
    settings: { validate_args: true, summary: "checked arguments" },
  },
  {
    path: "f/fuzz/throws",
    weight: 2,
    content: `
export function main(what?: unknown) {
  if (what === "error") throw Object.assign(new TypeError("no\\0 \\ud800"), { extra: { deep: [1] }, status: 418 });
  throw what;
}`,
    settings: { error_status: 422 },
  },
  {
    path: "f/fuzz/odd",
    weight: 3,
    content: `
const ODD: Record<string, () => unknown> = {
  none: () => undefined,
  nan: () => [NaN, -0, Infinity],
  nul: () => "\\0\\ud800",
  keys: () => JSON.parse('{"__proto__":1,"constructor":2,"\\u0000":3,"":4}'),
  deep: () => { let value: unknown = 1; for (let level = 0; level < 1500; level++) value = [value]; return value; },
  cycle: () => { const value: unknown[] = []; value.push(value); return value; },
  big: () => 10n ** 30n,
  long: () => "x".repeat(200_000),
  log: () => { console.log("\\0\\ud800\\u001b[31m"); console.error("x".repeat(100_000)); return 1; },
  exit: () => Deno.exit(3),
  date: () => new Date(NaN),
  map: () => new Map([[1, new Set([2])]]),
  func: () => () => 1,
  toJson: () => ({ toJSON() { throw new Error("no"); } }),
};
export function main(what?: string) { return ODD[what ?? "none"]?.(); }`,
  },
  {
    path: "f/fuzz/event",
    weight: 2,
    content: `
export function preprocessor(event: Record<string, unknown>) {
  if (event.query && (event.query as Record<string, unknown>).refuse) throw new Error("refused");
  return { event };
}
export function main(event: unknown) { return event; }`,
  },
  {
    path: "f/fuzz/stream",
    weight: 2,
    content: `
export async function* main(what?: unknown, a?: unknown) {
  yield a;
  yield "\\r\\n\\r\\ndata: injected\\r\\nid: 1\\r\\n\\0\\ud800";
  if (what === "error") throw new Error("after two");
  return what;
}`,
  },
  {
    path: "u/admin/private",
    weight: 1,
    content: "export const main = () => 'private';",
  },
];

/** Sources to deploy, good and bad. */
export const SOURCES: readonly string[] = [
  "export function main(a: number) { return a; }",
  "export const main = async (...rest: string[]) => rest;",
  "export default function main() {}",
  "export function main({ a, b }: { a?: string; b: 1 | 2 }) { return [a, b]; }",
  "export function main<T>(a: T, b: Map<string, T>, c: () => void, d: symbol) { return { a, b, c, d }; }",
  "type A = { a?: A }; export function main(a: A): A { return a; }",
  "export function main(__proto__: number, constructor: string) { return constructor; }",
  "export function main(",
  "export const main = 1;",
  "// nothing",
  "def main(a: int = 1, *rest: str) -> list[int]: return [a]",
  "import x from 'https://example.org/x.ts'; export function main() { return x; }",
  "export function preprocessor() {}",
  "\u2028export function main() { return '\u{1f600}'; }",
  "export function main(a = `1`) { return a; } /* ' -- $1 */",
];
