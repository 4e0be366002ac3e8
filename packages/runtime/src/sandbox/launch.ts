/** How to start one runner, sandboxed or not. */
export interface Launch {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Where the runner writes the source, as it sees it. */
  readonly workFolder: string;
  /** Whether file descriptor 4 tells the process id of the sandbox's first process. */
  readonly hasInfo: boolean;
  /** Removes what was made for it, once its process has ended. */
  readonly dispose: () => Promise<void>;
}
