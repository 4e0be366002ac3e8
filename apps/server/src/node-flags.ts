/**
 * Flags of Node itself that the program is started with.
 *
 * V8 lets the young part of its heap grow to 48 MiB under load and keeps it. With 2 MiB a half, an
 * idle server has about 30 MiB less, and one on which 10,000 callers wait about 50.
 */
export const NODE_FLAGS: readonly string[] = ["--max-semi-space-size=2"];
