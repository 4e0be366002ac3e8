import type { RunnableVersion } from "@getoperate/contract";
import type { RunnerLimits, RunnerProgram } from "../executor.ts";
import { Blanks } from "./blanks.ts";

/** Runners that are alike as long as they have no version. */
export interface RunnerKind {
  readonly program: RunnerProgram;
  readonly limits: RunnerLimits;
  readonly blanks: Blanks;
  /** Whether its limits are those of most versions; of others no blank ones are kept. */
  readonly isUsual: boolean;
}

export interface MemoryBounds {
  /** Of a version that asks for nothing else, MiB. */
  readonly memoryMib: number;
  /** Most that a version gets, MiB. */
  readonly maxMemoryMib: number;
}

/** The kinds of runners that a pool has: one of each program, and those that versions asked for. */
export class RunnerKinds {
  readonly #memory: MemoryBounds;
  readonly #kinds = new Map<string, RunnerKind>();
  readonly #kept = new Set<RunnerKind>();

  constructor(programs: Iterable<RunnerProgram>, memory: MemoryBounds) {
    this.#memory = memory;
    const limits = { memoryMib: memory.memoryMib, network: true };
    for (const program of programs) {
      const kind = this.#add({ program, limits, blanks: new Blanks(), isUsual: true });
      if (program.isPrestarted) {
        this.#kept.add(kind);
      }
    }
  }

  get all(): readonly RunnerKind[] {
    return [...this.#kinds.values()];
  }

  /** Those of which blank ones are kept ready. */
  get kept(): readonly RunnerKind[] {
    return [...this.#kept];
  }

  isKept(kind: RunnerKind): boolean {
    return this.#kept.has(kind);
  }

  /** The kind that a version runs in; from now on blank ones of it are kept, if it is usual. */
  of({ limits: asked }: RunnableVersion, program: RunnerProgram): RunnerKind {
    const { memoryMib: usual, maxMemoryMib } = this.#memory;
    const memoryMib = Math.min(asked.memoryMib ?? usual, Math.max(usual, maxMemoryMib));
    const limits = { memoryMib, network: asked.network };
    const kind =
      this.#kinds.get(keyOf(program, limits)) ??
      this.#add({ program, limits, blanks: new Blanks(), isUsual: false });
    if (kind.isUsual) {
      this.#kept.add(kind);
    }
    return kind;
  }

  /** Forgets those that no version asks for any more. */
  forgetUnused(isWanted: (kind: RunnerKind) => boolean): void {
    for (const [key, kind] of this.#kinds) {
      if (!kind.isUsual && kind.blanks.count === 0 && !isWanted(kind)) {
        this.#kinds.delete(key);
      }
    }
  }

  #add(kind: RunnerKind): RunnerKind {
    this.#kinds.set(keyOf(kind.program, kind.limits), kind);
    return kind;
  }
}

function keyOf({ name }: RunnerProgram, { memoryMib, network }: RunnerLimits): string {
  return `${name} ${memoryMib} ${network}`;
}
