// A secret that a running job asks for by its own token is handed over in three steps: it is recorded
// as wanted, the job's worker says that it masks it, and only then the job gets it. So nothing that the
// job puts out can be stored before its worker knows what to mask, whichever server was asked.
import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { type Attempt, type HandedSecret, OperateError } from "@getoperate/contract";
import { type PreparedStatement, reading, withTransaction } from "@getoperate/db";
import { sql } from "kysely";
import type { RevealedSecret } from "../vault/reveal-secret.ts";
import type { SealedPlace } from "../vault/seal.ts";
import type { ResolverParts } from "./resolve.ts";

const WAIT_MS = 15_000;
const SHORTEST_PAUSE_MS = 5;
const LONGEST_PAUSE_MS = 250;

export interface SecretsForJob {
  readonly jobId: string;
  readonly workspace: string;
  readonly secrets: readonly RevealedSecret[];
  /** Tells the worker that it has to look. */
  readonly tell: (jobId: string) => void;
}

/** Resolves when the job's worker masks the secrets. Throws `unavailable` if it does not answer. */
export async function untilMasked(parts: ResolverParts, wanted: SecretsForJob): Promise<void> {
  await record(parts, wanted);
  const giveUpAt = performance.now() + WAIT_MS;
  for (let pauseMs = SHORTEST_PAUSE_MS; ; pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)) {
    if (!(await isAnyUnmasked(parts, wanted.jobId))) {
      return;
    }
    wanted.tell(wanted.jobId);
    if (performance.now() > giveUpAt) {
      throw new OperateError("unavailable", "The job's worker does not mask the secret yet.", {
        retryAfterSeconds: 1,
      });
    }
    await delay(pauseMs);
  }
}

/** Records what the job asks for, and forgets what is left of jobs that ended. */
async function record({ db, vault }: ResolverParts, wanted: SecretsForJob): Promise<void> {
  const { jobId, workspace, secrets } = wanted;
  await withTransaction(db, async (transaction) => {
    await sql`
      delete from job_secrets s where not exists (
        select from job_running r where r.id = s.job_id and r.attempt = s.attempt
      )`.execute(transaction);
    for (const { value, mark } of secrets) {
      const id = randomUUID();
      const { keyId, bytes } = await vault.seal(transaction, placeOf(workspace, id), value);
      await sql`
        insert into job_secrets (id, workspace_id, job_id, attempt, mark, sealed, key_id)
        select ${id}::uuid, ${workspace}, r.id, r.attempt, ${mark}::bytea,
          ${Buffer.from(bytes)}::bytea, ${keyId}::uuid
        from job_running r where r.id = ${jobId}::uuid
        on conflict do nothing`.execute(transaction);
    }
  });
}

const UNMASKED: PreparedStatement = {
  name: "unmasked-secrets",
  text: `
select from job_secrets s join job_running r on r.id = s.job_id and r.attempt = s.attempt
where s.job_id = $1 and not s.is_masked limit 1`,
};

async function isAnyUnmasked({ db }: ResolverParts, jobId: string): Promise<boolean> {
  const rows = await reading(() => db.run(UNMASKED, [jobId]));
  return rows.length > 0;
}

// Also where the worker masked them in an answer that was lost.
const TO_MASK: PreparedStatement = {
  name: "secrets-to-mask",
  text: `
with masked as (
  update job_secrets set is_masked = true
  where job_id = $1 and attempt = $2 and id = any($3::uuid[]) and not is_masked
)
select id, workspace_id, sealed, key_id from job_secrets
where job_id = $1 and attempt = $2 and not is_masked and id <> all($3::uuid[])`,
};

interface Row {
  readonly id: string;
  readonly workspace_id: string;
  readonly sealed: Buffer;
  readonly key_id: string;
}

/** Notes what the attempt's worker masks, and answers with what it has to mask beside that. */
export async function secretsToMask(
  { db, vault }: ResolverParts,
  { id, attempt }: Attempt,
  masked: readonly string[],
): Promise<HandedSecret[]> {
  const rows = await reading(() => db.run<Row>(TO_MASK, [id, attempt, masked]));
  const secrets: HandedSecret[] = [];
  for (const row of rows) {
    const sealed = { keyId: row.key_id, bytes: row.sealed };
    secrets.push({
      id: row.id,
      value: await vault.open(placeOf(row.workspace_id, row.id), sealed),
    });
  }
  return secrets;
}

function placeOf(workspace: string, row: string): SealedPlace {
  return { workspace, column: "job_secrets.sealed", row };
}
