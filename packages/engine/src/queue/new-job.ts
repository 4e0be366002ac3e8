import type { JsonText, TriggerKind } from "@getoperate/contract";

/** A job about to exist. */
export interface NewJob {
  readonly id: string;
  readonly workspace: string;
  readonly path: string;
  readonly hash: string;
  readonly args: JsonText;
  readonly createdBy: string;
  readonly trigger: TriggerKind;
  readonly tag: string;
  readonly priority: number;
  readonly timeoutSeconds: number;
  readonly maxAttempts: number;
  /** Whether `args` is an event for the script's preprocessor. */
  readonly preprocess: boolean;
  /** The token it was started with; its validity is checked again in the commit. */
  readonly token: { readonly id: string; readonly prefix: string; readonly role: string } | null;
  /** The token's label, as it was then. */
  readonly label: string | null;
  /** The job whose own token started this one. */
  readonly parentId: string | null;
  /** How many may run at once; null: as many as there are slots. */
  readonly concurrency: JobConcurrency | null;
  /** When it may start, by the database's clock; null: at once. */
  readonly schedule: JobSchedule | null;
  /** Whether the caller chose the id, which may be taken then. */
  readonly isOwnId: boolean;
  /** Whether it was asked for by path: then the path must still run `hash`. */
  readonly byPath: boolean;
  readonly idempotency: NewIdempotencyKey | null;
}

/** At most `limit` jobs of the workspace with this key run at once. */
export interface JobConcurrency {
  readonly key: string;
  readonly limit: number;
}

export type JobSchedule = { readonly at: Date } | { readonly inSeconds: number };

/** A caller's key, and a digest of all that its request says. */
export interface NewIdempotencyKey {
  readonly key: string;
  readonly route: string;
  readonly requestHash: Uint8Array;
}

/**
 * What became of it: `accepted` is committed; `key-taken` an earlier request has the key;
 * `queue-full` too many jobs of the workspace wait; `id-taken` there is a job of the id that the
 * caller chose; `token-gone` and `head-moved`: what the caller remembered is out of date, and
 * nothing was stored.
 */
export type EnqueueOutcome =
  | "accepted"
  | "key-taken"
  | "queue-full"
  | "id-taken"
  | "token-gone"
  | "head-moved";
