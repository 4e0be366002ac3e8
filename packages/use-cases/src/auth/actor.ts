import { mayWrite, OperateError, type RightsHolder } from "@getoperate/contract";

/** Who makes a call, and with which rights. */
export interface Actor extends RightsHolder {
  /** The workspace its token belongs to. */
  readonly workspace: string;
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

/** Throws `forbidden` unless the user may change what lies at the path. */
export function requireWrite(actor: Actor, path: string): void {
  if (!mayWrite(actor, path)) {
    throw new OperateError("forbidden", `Your role does not let you change ${path}.`);
  }
}
