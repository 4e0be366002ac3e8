import { OperateConnectionError } from "../errors.ts";
import type { Connection } from "../options.ts";

/** Sends a request once and reads its answer to the end: whatever can break has then broken. */
export async function sendOnce(connection: Connection, request: Request): Promise<Response> {
  try {
    return await readToEnd(await connection.fetch(request));
  } catch (error) {
    throw new OperateConnectionError("The server could not be reached.", { cause: error });
  }
}

/** The same answer with its body in memory, but for a stream of events, which has no end. */
async function readToEnd(response: Response): Promise<Response> {
  if (response.headers.get("Content-Type")?.startsWith("text/event-stream") === true) {
    return response;
  }
  const body = await response.arrayBuffer();
  const { status, statusText, headers } = response;
  return new Response(body.byteLength === 0 ? null : body, { status, statusText, headers });
}
