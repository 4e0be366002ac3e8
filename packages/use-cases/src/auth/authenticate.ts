import { OperateError, type RequestContext, Role } from "@getoperate/contract";
import { type PreparedStatement, reading } from "@getoperate/db";
import type { Platform } from "../platform.ts";
import type { Actor } from "./actor.ts";
import { JOB_TOKEN_START, readJobToken } from "./job-token.ts";
import { tokenDigest } from "./token-format.ts";

const BY_DIGEST: PreparedStatement = {
  name: "token-by-digest",
  text: `
select i.place::int, t.id, t.prefix, t.label, t.workspace_id, t.owner, t.scopes, t.expires_at,
  m.role, u.is_instance_admin
from unnest($1::text[]) with ordinality as i (hash, place)
join tokens t on t.hash = decode(i.hash, 'hex')
join members m on m.workspace_id = t.workspace_id and m.username = t.owner
join users u on u.username = t.owner
where t.expires_at is null or t.expires_at > now()`,
};

const JOB_OWNER: PreparedStatement = {
  name: "job-token-owner",
  text: `
select i.place::int, m.role
from unnest($1::uuid[], $2::text[], $3::text[]) with ordinality
  as i (id, workspace_id, username, place)
join job_running r on r.id = i.id and r.workspace_id = i.workspace_id
join members m on m.workspace_id = r.workspace_id and m.username = i.username`,
};

interface TokenRow {
  readonly id: string;
  readonly prefix: string;
  readonly label: string | null;
  readonly workspace_id: string;
  readonly owner: string;
  readonly scopes: string[] | null;
  readonly expires_at: Date | null;
  readonly role: string;
  readonly is_instance_admin: boolean;
}

/** Longest token anybody may send, characters. */
const MAX_TOKEN_LENGTH = 1_000;

/** Who sent a request, found once however often it is asked. */
const known = new WeakMap<RequestContext, Promise<Actor>>();

/** Asks the database who sends a token. Throws `unauthenticated`, always with the same words. */
export function authenticate(platform: Platform, ctx: RequestContext): Promise<Actor> {
  const asked = known.get(ctx) ?? askWhoSends(platform, ctx);
  known.set(ctx, asked);
  return asked;
}

/** Asks once more, for a call that goes on for long. Throws `unauthenticated` by then, if so. */
export function authenticateAgain(platform: Platform, ctx: RequestContext): Promise<Actor> {
  known.delete(ctx);
  return authenticate(platform, ctx);
}

async function askWhoSends(platform: Platform, { token }: RequestContext): Promise<Actor> {
  if (token === undefined || token === "") {
    throw new OperateError("unauthenticated", "Send a token: Authorization: Bearer <token>.");
  }
  const actor = token.length > MAX_TOKEN_LENGTH ? undefined : await findActor(platform, token);
  if (actor === undefined) {
    throw new OperateError("unauthenticated", "The token is unknown, revoked or expired.");
  }
  return actor;
}

/**
 * Says who sends a token, from memory if it can: for runs, whose commit checks the token again.
 */
export async function authenticateRemembered(
  platform: Platform,
  ctx: RequestContext,
): Promise<Actor> {
  const key = memoryKey(ctx);
  const remembered = platform.memory.actors.get(key);
  if (remembered !== undefined && (remembered.expiresAt ?? Number.POSITIVE_INFINITY) > Date.now()) {
    return remembered;
  }
  const actor = await authenticate(platform, ctx);
  if (actor.token !== null) {
    platform.memory.actors.set(key, actor);
  }
  return actor;
}

/** Forgets who sent this request's token, since the commit said that it changed. */
export function forgetActor(platform: Platform, ctx: RequestContext): void {
  known.delete(ctx);
  platform.memory.actors.delete(memoryKey(ctx));
}

const memoryKeys = new WeakMap<RequestContext, string>();

function memoryKey(ctx: RequestContext): string {
  const key = memoryKeys.get(ctx) ?? tokenDigest(ctx.token ?? "").toString("base64");
  memoryKeys.set(ctx, key);
  return key;
}

function findActor(platform: Platform, token: string): Promise<Actor | undefined> {
  return reading(() =>
    token.startsWith(JOB_TOKEN_START) ? findJobOwner(platform, token) : findOwner(platform, token),
  );
}

async function findOwner(platform: Platform, token: string): Promise<Actor | undefined> {
  const digest = tokenDigest(token).toString("hex");
  const [row] = await platform.db.lookUp<TokenRow>(BY_DIGEST, [digest]);
  if (row === undefined) {
    return undefined;
  }
  platform.tokenUse.note(row.id);
  return {
    username: row.owner,
    workspace: row.workspace_id,
    role: Role.parse(row.role),
    isInstanceAdmin: row.is_instance_admin,
    scopes: row.scopes,
    token: { id: row.id, prefix: row.prefix, label: row.label },
    jobId: null,
    expiresAt: row.expires_at?.getTime() ?? null,
  };
}

async function findJobOwner(platform: Platform, token: string): Promise<Actor | undefined> {
  const claims = readJobToken(platform.jobTokenKey, token);
  if (claims === undefined) {
    return undefined;
  }
  const { workspace, username, jobId, expiresAt } = claims;
  const key = [jobId, workspace, username];
  const [row] = await platform.db.lookUp<{ role: string }>(JOB_OWNER, key);
  if (row === undefined) {
    return undefined;
  }
  return {
    username,
    workspace,
    role: Role.parse(row.role),
    isInstanceAdmin: false,
    scopes: null,
    token: null,
    jobId,
    expiresAt,
  };
}
