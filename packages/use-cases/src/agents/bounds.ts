import type { PlatformSettings } from "../platform.ts";

type Bounds = Pick<PlatformSettings, "resultLimitBytes" | "logLimitBytes" | "streamLimitBytes">;

/** What a request carries beside the longest text in it, bytes. */
const SLACK_BYTES = 1024 * 1024;

/** Longest body of an agent's request: the longest text there may be, each character escaped. */
export function maxAgentBodyBytes(bounds: Bounds): number {
  const { resultLimitBytes, logLimitBytes, streamLimitBytes } = bounds;
  return 2 * Math.max(resultLimitBytes, logLimitBytes, streamLimitBytes) + SLACK_BYTES;
}

/** Most that one attempt of an agent puts out; what is over it is refused. */
export function maxAgentOutputBytes({ logLimitBytes, streamLimitBytes }: Bounds): number {
  return logLimitBytes + streamLimitBytes + SLACK_BYTES;
}
