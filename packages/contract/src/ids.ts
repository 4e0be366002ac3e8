import { z } from "zod";

/** Name of a workspace: lower case letters, digits and hyphens, 1 to 63 characters. */
export const WorkspaceId = z
  .string()
  .regex(/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/, "must be 1 to 63 of a-z, 0-9 and -")
  .describe("Name of the workspace");
export type WorkspaceId = z.infer<typeof WorkspaceId>;

/** Id of a job, a token or another row: a UUID; the server makes them as UUIDv7. */
export const Uuid = z.guid("must be a UUID").toLowerCase();
export type Uuid = z.infer<typeof Uuid>;

/** Hash of one immutable version of a script: 16 hex digits, lower case. */
export const VersionHash = z
  .string()
  .toLowerCase()
  .regex(/^[0-9a-f]{16}$/, "must be 16 hex digits")
  .describe("Hash of a script version, 16 hex digits");
export type VersionHash = z.infer<typeof VersionHash>;

/** Login name of a user: 1 to 63 letters, digits, `_` and `-`. */
export const Username = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,63}$/, "must be 1 to 63 letters, digits, _ or -")
  .describe("Name of a user");
export type Username = z.infer<typeof Username>;

/** A point in time, RFC 3339 with milliseconds, UTC. */
export const Timestamp = z.iso.datetime({ offset: true }).describe("Time, RFC 3339");
