/** A question of a job's to the platform, which its worker asks in its name. */
export interface PlatformCall {
  readonly method: string;
  /** Below the routes of the job's workspace. */
  readonly path: string;
  /** JSON. */
  readonly body: string | undefined;
}

export interface PlatformAnswer {
  /** As in HTTP. */
  readonly status: number;
  readonly body: string;
}
