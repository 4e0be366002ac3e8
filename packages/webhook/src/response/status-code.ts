import type { JsonText } from "@getoperate/contract";
import { type Fallible, fail, succeed } from "../fallible.ts";

/** Statuses whose responses have no content (RFC 9110). */
const WITHOUT_CONTENT = new Set([204, 205, 304]);

/** The status a script asks for; 1xx is never final, and above 599 there is no class. */
export function readStatusCode(text: JsonText | undefined): Fallible<number> {
  const status = text === undefined ? 200 : Number(text);
  return Number.isInteger(status) && status >= 200 && status <= 599
    ? succeed(status)
    : fail("invalid-status-code", `${text} is not a whole number from 200 to 599.`);
}

export function hasContent(status: number): boolean {
  return !WITHOUT_CONTENT.has(status);
}
