import { createHash } from "node:crypto";
import type { Concurrency, JsonText } from "@getoperate/contract";
import type { JobConcurrency } from "@getoperate/engine";

const PLACEHOLDER = /\$args((?:\.[A-Za-z_][A-Za-z0-9_]*)+)/g;

/** A longer value is told apart by its digest. */
const MOST_CHARACTERS = 200;

/** What a job of the path is counted by, and how many of it may run at once. */
export function concurrencyOf(
  path: string,
  { limit, key }: Concurrency,
  args: JsonText,
): JobConcurrency {
  if (key === undefined) {
    return { key: path, limit };
  }
  const values: unknown = JSON.parse(args);
  const value = key.replaceAll(PLACEHOLDER, (_, names: string) =>
    textOf(names.slice(1).split(".").reduce(memberOf, values)),
  );
  return { key: `${path}:${shortened(value)}`, limit };
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, name)
    ? Reflect.get(value, name)
    : undefined;
}

/** A string as it is, nothing for what is missing or null, anything else as JSON. */
function textOf(value: unknown): string {
  if (typeof value === "string") {
    return value;
  }
  return value === undefined || value === null ? "" : JSON.stringify(value);
}

/** PostgreSQL's text holds no NUL. */
function shortened(value: string): string {
  const isStorable = value.length <= MOST_CHARACTERS && !value.includes("\0");
  return isStorable ? value : `sha256 ${createHash("sha256").update(value).digest("hex")}`;
}
