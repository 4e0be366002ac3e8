import { OperateError } from "@getoperate/contract";
import { type PreparedStatement, reading } from "@getoperate/db";
import type { NewJob } from "@getoperate/engine";
import type { Platform } from "../platform.ts";

const STORED: PreparedStatement = {
  name: "stored-run",
  text: `
select job_id, request_hash, created_at < now() - interval '24 hours' as expired
from idempotency_keys where workspace_id = $1 and owner = $2 and route = $3 and key = $4`,
};

const FORGET: PreparedStatement = {
  name: "forget-expired-key",
  text: `
delete from idempotency_keys
where workspace_id = $1 and owner = $2 and route = $3 and key = $4
  and created_at < now() - interval '24 hours'`,
};

interface StoredKey {
  readonly job_id: string;
  readonly request_hash: Buffer;
  readonly expired: boolean;
}

/**
 * The job that an earlier request with the same key started. Undefined: the key is free by now, so
 * the run may be tried again. Throws `idempotency-mismatch` if the earlier request was another one.
 */
export async function storedRun(platform: Platform, job: NewJob): Promise<string | undefined> {
  const { idempotency } = job;
  if (idempotency === null) {
    return undefined;
  }
  const values = [job.workspace, job.createdBy, idempotency.route, idempotency.key];
  const [row] = await reading(() => platform.db.run<StoredKey>(STORED, values));
  if (row === undefined) {
    return undefined;
  }
  if (row.expired) {
    await reading(() => platform.db.run(FORGET, values));
    return undefined;
  }
  if (!row.request_hash.equals(idempotency.requestHash)) {
    throw new OperateError(
      "idempotency-mismatch",
      "This Idempotency-Key was used with other arguments; use a new one.",
    );
  }
  return row.job_id;
}
