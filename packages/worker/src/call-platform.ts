import type { PlatformAnswer, PlatformCall } from "@getoperate/contract";

/** Longest answer that a script gets, bytes. */
const MAX_ANSWER_BYTES = 32 * 1024 * 1024;

/** How a job is let in at a server, as its worker reaches it. */
export interface JobAccess {
  readonly serverUrl: string;
  readonly workspace: string;
  /** The job's own: it is all that decides what the job may. */
  readonly token: string;
}

/** Asks a server in a job's name, on the routes of its workspace alone. */
export async function callPlatform(
  { serverUrl, workspace, token }: JobAccess,
  call: PlatformCall,
  signal: AbortSignal,
): Promise<PlatformAnswer> {
  const base = new URL(`/api/w/${workspace}/`, serverUrl);
  const url = new URL(`.${call.path}`, base);
  if (!url.href.startsWith(base.href)) {
    return problem(404, "There is no such route.");
  }
  const response = await fetch(url, {
    method: call.method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(call.body === undefined ? {} : { "content-type": "application/json" }),
    },
    ...(call.body === undefined ? {} : { body: call.body }),
    redirect: "manual",
    signal,
  });
  const body = await bodyOf(response);
  return body === undefined
    ? problem(502, "The answer is too long.")
    : { status: response.status, body };
}

/** Undefined: it is too long. */
async function bodyOf(response: Response): Promise<string | undefined> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length;
    if (bytes > MAX_ANSWER_BYTES) {
      return undefined;
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function problem(status: number, detail: string): PlatformAnswer {
  return { status, body: JSON.stringify({ detail }) };
}
