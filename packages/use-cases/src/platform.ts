import type { HangUpSignal, Language, Limit, Log, Signature } from "@getoperate/contract";
import type { Database } from "@getoperate/db";
import type { Engine, Vault } from "@getoperate/engine";
import type { TokenUse } from "./auth/token-use.ts";
import type { Memory } from "./memory.ts";

/** Why a script cannot be deployed; lines and columns count from 1. */
export interface ScriptFault {
  readonly message: string;
  readonly line: number;
  readonly column: number;
}

export type SignatureAnswer =
  | { readonly ok: true; readonly signature: Signature }
  | { readonly ok: false; readonly fault: ScriptFault };

/** Infers a script's signature in a process of its own, bounded in time and memory. */
export type InferSignature = (language: Language, content: string) => Promise<SignatureAnswer>;

export interface PlatformSettings {
  /** How long a sync call waits unless it says so itself, seconds. */
  readonly syncTimeoutSeconds: number;
  /** How long a job may run unless its script says so, seconds. */
  readonly jobTimeoutSeconds: number;
  /** Longest time a job may run, whoever asks for it, seconds. */
  readonly jobTimeoutLimitSeconds: number;
  /** Most bytes of what a job returns, logs and streams; workers of ours keep them themselves. */
  readonly resultLimitBytes: number;
  readonly logLimitBytes: number;
  readonly streamLimitBytes: number;
}

/** What verbs need. */
export interface Platform {
  readonly db: Database;
  readonly engine: Engine;
  /** Seals and opens secrets. */
  readonly vault: Vault;
  readonly log: Log;
  readonly memory: Memory;
  readonly tokenUse: TokenUse;
  readonly inferSignature: InferSignature;
  readonly settings: PlatformSettings;
  /** Every bound that the instance keeps, to be told. */
  readonly limits: readonly Limit[];
  /** Aborted when the server begins to stop: it takes nothing more. */
  readonly draining: HangUpSignal;
  /** Aborted when the server stops: whoever still waits for a job is told where it will be found. */
  readonly stopping: HangUpSignal;
  /** Signs the tokens that jobs get; the same on every server. */
  readonly jobTokenKey: Uint8Array;
}
