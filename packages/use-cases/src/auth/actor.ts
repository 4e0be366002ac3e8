import type { Role } from "@getoperate/contract";

/** Who makes a call, and with which rights. */
export interface Actor {
  readonly username: string;
  /** The workspace its token belongs to. */
  readonly workspace: string;
  readonly role: Role;
  readonly isInstanceAdmin: boolean;
  /** Null: everything the user may do. */
  readonly scopes: readonly string[] | null;
  /** Null for the token of a running job, which is stored nowhere. */
  readonly token: {
    readonly id: string;
    readonly prefix: string;
    readonly label: string | null;
  } | null;
  /** The running job whose own token this is. */
  readonly jobId: string | null;
  /** Milliseconds since 1970; a remembered actor is not used after it. */
  readonly expiresAt: number | null;
}

/** Whether the user may know of the runnable: their own, a folder's, or anything as administrator. */
export function maySee(actor: Actor, path: string): boolean {
  return actor.role === "admin" || path.startsWith("f/") || isOwn(actor, path);
}

/** Whether the user may deploy to the path or archive it. */
export function mayWrite(actor: Actor, path: string): boolean {
  if (actor.role === "operator") {
    return false;
  }
  return actor.role === "admin" || path.startsWith("f/") || isOwn(actor, path);
}

function isOwn(actor: Actor, path: string): boolean {
  return path.startsWith(`u/${actor.username}/`);
}
