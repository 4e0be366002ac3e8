import { createHash } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import {
  type Call,
  type DeployedScript,
  type DeployScriptInput,
  LANGUAGE_ALIASES,
  LANGUAGES,
  type Language,
  MAX_SCRIPT_BYTES,
  maySee,
  mayWrite,
  OperateError,
  ScriptSettings,
  type Signature,
} from "@getoperate/contract";
import { type DB, withTransaction } from "@getoperate/db";
import { sql, type Transaction } from "kysely";
import type { z } from "zod";
import type { Actor } from "../auth/actor.ts";
import { requireScope } from "../auth/require-scope.ts";
import type { Platform } from "../platform.ts";

type Input = z.output<typeof DeployScriptInput>;
type Deployed = z.input<typeof DeployedScript>;

/** What makes a version: two of them that are equal in it are the same script. */
interface Source {
  readonly language: Language;
  readonly content: string;
  readonly summary: string;
  readonly description: string;
  readonly settings: ScriptSettings;
}

/** Stores a new version and moves its path on to it. */
export async function deployScript(platform: Platform, call: Call<Input>): Promise<Deployed> {
  const actor = await requireScope(platform, call, "scripts:write");
  const { workspace, path } = call.input;
  requireWrite(actor, path);
  const source = sourceOf(call.input);
  const signature = await signatureOf(platform, source);
  return withTransaction(platform.db, async (transaction) => {
    // Two deploys to one path follow each other.
    await sql`select pg_advisory_xact_lock(hashtext(${`${workspace}/${path}`}))`.execute(
      transaction,
    );
    const head = await readHead(transaction, workspace, path);
    if (head !== undefined && isSame(head, source) && head.archived_at === null) {
      return toDeployed(path, head.hash, signature);
    }
    const number = (head?.number ?? 0) + 1;
    const hash = hashOf({ workspace, path, number, parent: head?.hash ?? null, source });
    await insertVersion(transaction, { workspace, path, number, hash, source, signature, actor });
    return toDeployed(path, hash, signature);
  });
}

function requireWrite(actor: Actor, path: string): void {
  if (!mayWrite(actor, path)) {
    const detail = maySee(actor, path)
      ? "Your role does not let you deploy here."
      : "Only the user of that name and administrators may deploy there.";
    throw new OperateError("forbidden", detail);
  }
}

function sourceOf(input: Input): Source {
  if (Buffer.byteLength(input.content) > MAX_SCRIPT_BYTES) {
    throw new OperateError("too-large", "A script may be at most 1 MiB long.");
  }
  return {
    language: languageOf(input.language),
    content: input.content,
    summary: input.summary,
    description: input.description,
    settings: ScriptSettings.parse(input),
  };
}

function languageOf(name: Input["language"]): Language {
  const language = LANGUAGES.find((known) => known === name) ?? LANGUAGE_ALIASES[name];
  if (language === undefined) {
    throw new OperateError("invalid-input", `/language: ${name} is not known`);
  }
  return language;
}

async function signatureOf(platform: Platform, source: Source): Promise<Signature> {
  const answer = await platform.inferSignature(source.language, source.content);
  if (!answer.ok) {
    const { message, line, column } = answer.fault;
    const detail = `Line ${line}, column ${column}: ${message}`;
    throw new OperateError("invalid-script", detail, {
      errors: [{ pointer: "/content", detail }],
    });
  }
  return answer.signature;
}

function readHead(transaction: Transaction<DB>, workspace: string, path: string) {
  return transaction
    .selectFrom("scripts as s")
    .innerJoin("script_versions as v", (join) =>
      join.onRef("v.workspace_id", "=", "s.workspace_id").onRef("v.hash", "=", "s.head_hash"),
    )
    .select([
      "v.hash",
      "v.number",
      "v.language",
      "v.content",
      "v.summary",
      "v.description",
      "v.settings",
      "s.archived_at",
    ])
    .where("s.workspace_id", "=", workspace)
    .where("s.path", "=", path)
    .executeTakeFirst();
}

type Head = NonNullable<Awaited<ReturnType<typeof readHead>>>;

function isSame(head: Head, source: Source): boolean {
  return (
    head.language === source.language &&
    head.content === source.content &&
    head.summary === source.summary &&
    head.description === source.description &&
    isDeepStrictEqual(head.settings, source.settings)
  );
}

interface HashParts {
  readonly workspace: string;
  readonly path: string;
  readonly number: number;
  readonly parent: string | null;
  readonly source: Source;
}

/** Names the version, its path and all before it, so that no two versions ever share a hash. */
function hashOf(parts: HashParts): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 16);
}

interface NewVersion {
  readonly workspace: string;
  readonly path: string;
  readonly number: number;
  readonly hash: string;
  readonly source: Source;
  readonly signature: Signature;
  readonly actor: Actor;
}

async function insertVersion(transaction: Transaction<DB>, version: NewVersion): Promise<void> {
  const { workspace, path, number, hash, source, signature, actor } = version;
  await transaction
    .insertInto("script_versions")
    .values({
      workspace_id: workspace,
      hash,
      path,
      number,
      language: source.language,
      content: source.content,
      summary: source.summary,
      description: source.description,
      settings: JSON.stringify(source.settings),
      schema: JSON.stringify(signature.schema),
      result_schema: JSON.stringify(signature.resultSchema),
      parameters: JSON.stringify(signature.parameters),
      has_preprocessor: signature.hasPreprocessor,
      warnings: JSON.stringify(signature.warnings),
      created_by: actor.username,
    })
    .execute();
  const head = { head_hash: hash, head_number: number, archived_at: null };
  await transaction
    .insertInto("scripts")
    .values({ workspace_id: workspace, path, ...head })
    .onConflict((conflict) => conflict.columns(["workspace_id", "path"]).doUpdateSet(head))
    .execute();
}

function toDeployed(path: string, hash: string, signature: Signature): Deployed {
  return {
    path,
    hash,
    schema: signature.schema,
    result_schema: signature.resultSchema,
    warnings: [...signature.warnings],
  };
}
