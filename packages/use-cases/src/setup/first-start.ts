import { randomBytes } from "node:crypto";
import { OperateError } from "@getoperate/contract";
import { type Database, withTransaction } from "@getoperate/db";
import { sql } from "kysely";
import { insertToken } from "../tokens/create.ts";
import { insertWorkspace } from "../workspaces/create.ts";

export const FIRST_USER = "admin";
export const FIRST_WORKSPACE = "main";

export const JOB_TOKEN_KEY = "job-token";
const MIN_TOKEN_LENGTH = 16;

export interface FirstStart {
  /** The first administrator's token, only when this call made it. */
  readonly token: string | undefined;
  /** Signs the tokens of jobs; the same for all servers of the database. */
  readonly jobTokenKey: Uint8Array;
}

/**
 * Makes what an empty database needs: the instance's keys, the user `admin`, the workspace `main`
 * and the first token. Any number of servers may do it at once; one of them finds it undone.
 */
export function prepareInstance(db: Database, adminToken: string | undefined): Promise<FirstStart> {
  if (adminToken !== undefined && !isUsableToken(adminToken)) {
    throw new OperateError(
      "invalid-input",
      `OPERATE_ADMIN_TOKEN must have at least ${MIN_TOKEN_LENGTH} visible ASCII characters.`,
    );
  }
  return withTransaction(db, async (transaction) => {
    await sql`select pg_advisory_xact_lock(hashtext('getoperate first start'))`.execute(
      transaction,
    );
    const key = await transaction
      .selectFrom("instance_keys")
      .select("secret")
      .where("name", "=", JOB_TOKEN_KEY)
      .executeTakeFirst();
    if (key !== undefined) {
      return { token: undefined, jobTokenKey: key.secret };
    }
    const jobTokenKey = randomBytes(32);
    await transaction
      .insertInto("instance_keys")
      .values({ name: JOB_TOKEN_KEY, secret: jobTokenKey })
      .execute();
    await transaction
      .insertInto("users")
      .values({ username: FIRST_USER, is_instance_admin: true })
      .execute();
    const id = FIRST_WORKSPACE;
    await insertWorkspace(transaction, { id, name: id, admin: FIRST_USER });
    const { token } = await insertToken(transaction, {
      workspace: id,
      owner: FIRST_USER,
      label: "first token",
      scopes: null,
      expiresAt: null,
      token: adminToken,
    });
    return { token, jobTokenKey };
  });
}

function isUsableToken(token: string): boolean {
  return token.length >= MIN_TOKEN_LENGTH && /^[\x21-\x7e]+$/.test(token);
}
