import {
  ErrorStatus,
  MAX_DELAY_SECONDS,
  Priority,
  RUN_QUERY,
  Tag,
  TimeoutSeconds,
  Timestamp,
  Uuid,
} from "@getoperate/contract";
import { z } from "zod";

type Word = keyof typeof RUN_QUERY;

function word(name: Word, schema: z.ZodType): z.ZodType {
  return schema.optional().describe(RUN_QUERY[name]);
}

/** Settings that any run takes. */
const ANY_RUN = {
  include_query: word("include_query", z.string()),
  include_header: word("include_header", z.string()),
  raw: word("raw", z.boolean()),
  wrap_body: word("wrap_body", z.boolean()),
  tag: word("tag", Tag),
  priority: word("priority", Priority),
  timeout: word("timeout", TimeoutSeconds),
  job_id: word("job_id", Uuid),
};

/** Of a run that nobody waits for. */
export const ASYNC_QUERY = {
  ...ANY_RUN,
  scheduled_for: word("scheduled_for", Timestamp),
  scheduled_in_secs: word("scheduled_in_secs", z.int().min(0).max(MAX_DELAY_SECONDS)),
};

/** Of a run whose caller follows it. */
export const STREAM_QUERY = ANY_RUN;

/** Of a run whose caller waits for the result. */
export const SYNC_QUERY = { ...ANY_RUN, error_status: word("error_status", ErrorStatus) };

const payload = word("payload", z.string());

/** Of the same without a body. */
export const PAYLOAD_QUERY = { payload, ...SYNC_QUERY };
export const STREAM_PAYLOAD_QUERY = { payload, ...STREAM_QUERY };
