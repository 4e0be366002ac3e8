import { type Log, OperateError } from "@getoperate/contract";
import {
  createInference,
  createRuntime,
  type Egress,
  type Runtime,
  SandboxError,
  type SignatureInference,
} from "@getoperate/runtime";
import type { Config } from "./config.ts";

/** Warm processes beside those that run a job, so that a call of another version ends none of them. */
const WARM_PER_SLOT = 1;
const BLANKS = 1;

/** Starts what runs user code, as the configuration asks. Rejects with a sentence for the operator. */
export async function startRuntime(config: Config, log: Log): Promise<Runtime> {
  const maxRunners = config.OPERATE_SLOTS * (1 + WARM_PER_SLOT) + BLANKS;
  try {
    return await createRuntime({
      sandbox: config.sandbox,
      egress: egressOf(config),
      maxRunners,
      maxResultBytes: config.OPERATE_RESULT_LIMIT,
      maxLogBytes: config.OPERATE_LOG_LIMIT,
      maxChunkBytes: config.OPERATE_STREAM_LIMIT,
      memoryMib: config.OPERATE_RUNNER_MEMORY,
      maxMemoryMib: config.OPERATE_RUNNER_MEMORY_LIMIT,
      blanks: BLANKS,
      log,
      inference: { prewarm: config.mode.kind === "standalone" },
    });
  } catch (error) {
    if (error instanceof SandboxError) {
      throw new OperateError("unavailable", error.message, { cause: error });
    }
    throw error;
  }
}

function egressOf({ OPERATE_EGRESS: kind, OPERATE_EGRESS_ALLOW: allow }: Config): Egress {
  return kind === "public" ? { kind, allow } : { kind };
}

/** What a server without a worker needs of it. */
export function startInference(): Promise<SignatureInference> {
  return createInference({ prewarm: true });
}
