import type { UserNetwork } from "./user-network.ts";

/** How to start one runner, sandboxed or not. */
export interface Launch {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Names that every job's environment has beside its own. */
  readonly jobEnv: Readonly<Record<string, string>>;
  /** Where the runner writes the source, as it sees it. */
  readonly workFolder: string;
  /** Most memory of its own that the process may map, MiB. */
  readonly dataMib: number;
  /** Most memory of all kinds that the process may map, MiB. */
  readonly addressMib?: number | undefined;
  /** How the end of this process becomes the end of the runner, and what for descriptor 4 is. */
  readonly tie: Tie;
  /** Removes what was made for it, once its process has ended. */
  readonly dispose: () => Promise<void>;
}

export type Tie =
  /**
   * The command ties itself to its parent. On descriptor 4 it tells that its network namespace is
   * there, if it is to be connected, and then the process id of the sandbox's first process; from
   * descriptor 5 it reads the filter.
   */
  | {
      readonly kind: "sandbox";
      readonly filter: Buffer;
      /** Connects the network namespace of a process. */
      readonly connect?: (pid: number) => UserNetwork;
    }
  /** A shell beside the runner ends its whole group when descriptor 4 closes. */
  | { readonly kind: "lifeline" };
