import type { ErrorCode } from "@getoperate/contract";

/** What every call with a token and an input can meet. */
export const ANY_CALL: readonly ErrorCode[] = [
  "invalid-input",
  "unauthenticated",
  "forbidden",
  "internal",
  "unavailable",
];

/** What a call that sends a body can meet besides. */
export const ANY_BODY: readonly ErrorCode[] = [
  "invalid-body",
  "too-large",
  "unsupported-media-type",
];
