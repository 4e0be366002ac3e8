import { apiErrorFrom, foreignAnswer } from "../api-error.ts";
import { type ErrorCode, JobFailedError, type ScriptError } from "../errors.ts";
import { isRecord, parseJsonOrText, stringOr } from "../json.ts";

const JOB_STATUS_HEADER = "X-Job-Status";
const JOB_ID_HEADER = "X-Job-Id";
const PROBLEM_TYPE = "application/problem+json";

/** Codes of a success whose answer HTTP does not allow. */
const UNSHAPABLE: ReadonlySet<unknown> = new Set<ErrorCode>([
  "invalid-status-code",
  "invalid-content-type",
  "invalid-header",
]);

/** Id of the job that an answer is about; throws if the answer is about none. */
export async function jobIdOf(response: Response): Promise<string> {
  const jobId = response.headers.get(JOB_ID_HEADER);
  if (jobId !== null) {
    return jobId;
  }
  throw response.ok
    ? foreignAnswer(response)
    : apiErrorFrom(response, parseJsonOrText(await response.text()));
}

/** Whether an answer about a job says that it ended, whatever its HTTP status says. */
export function hasEnded(response: Response): boolean {
  return response.headers.has(JOB_STATUS_HEADER);
}

/**
 * What the script returned, from an answer whose status and type are the script's to choose.
 *
 * Throws `JobFailedError` for a job without success, and `OperateApiError` for a result that the
 * server could not put into HTTP.
 */
export async function resultFrom(response: Response): Promise<unknown> {
  const jobStatus = response.headers.get(JOB_STATUS_HEADER);
  const result = await bodyOf(response);
  if (jobStatus === "failure" || jobStatus === "canceled") {
    throw new JobFailedError(await jobIdOf(response), jobStatus, scriptErrorFrom(result));
  }
  if (typeOf(response) === PROBLEM_TYPE && isRecord(result) && UNSHAPABLE.has(result["code"])) {
    throw apiErrorFrom(response, result);
  }
  return result;
}

/** JSON as its value, other text as a string, anything else as bytes; no body at all is undefined. */
async function bodyOf(response: Response): Promise<unknown> {
  if (response.body === null) {
    return undefined;
  }
  const type = typeOf(response);
  if (/[/+]json$/.test(type)) {
    return parseJsonOrText(await response.text());
  }
  const isText = type.startsWith("text/") || /[/+]xml$/.test(type);
  return isText ? response.text() : new Uint8Array(await response.arrayBuffer());
}

function typeOf(response: Response): string {
  const [type = ""] = (response.headers.get("Content-Type") ?? "").split(";");
  return type.trim().toLowerCase();
}

function scriptErrorFrom(body: unknown): ScriptError {
  const error = isRecord(body) && isRecord(body["error"]) ? body["error"] : {};
  return {
    ...error,
    name: stringOr(error["name"], "Error"),
    message: stringOr(error["message"], "The job did not succeed."),
  };
}
