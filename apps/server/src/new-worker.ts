import { hostname } from "node:os";
import { heartbeatMs, type WorkerKind } from "@getoperate/contract";
import { Worker, type WorkerOptions } from "@getoperate/worker";
import { v7 as uuidv7 } from "uuid";
import type { Config } from "./config.ts";
import { VERSION } from "./version.ts";

export type WorkerParts = Pick<
  WorkerOptions,
  "source" | "run" | "environmentOf" | "accessOf" | "log"
> & {
  readonly kind: WorkerKind;
};

/** A worker as the configuration wants it, wherever its jobs come from. */
export function newWorker(config: Config, { kind, ...parts }: WorkerParts): Worker {
  return new Worker({
    ...parts,
    newId: uuidv7,
    registration: {
      name: config.OPERATE_WORKER_NAME ?? `${hostname()}:${process.pid}`,
      kind,
      version: VERSION,
      tags: config.OPERATE_TAGS,
      slots: config.OPERATE_SLOTS,
      leaseSeconds: config.OPERATE_LEASE,
    },
    heartbeatMs: heartbeatMs(config.OPERATE_LEASE),
  });
}
