import { type FinalJobStatus, JOB_STATUS_HEADER, type JobOutcome } from "@getoperate/contract";
import { type Fallible, succeed } from "./fallible.ts";
import { type ResponseBody, readBody } from "./response/body.ts";
import { checkContentType } from "./response/content-type.ts";
import { type Header, readHeaders } from "./response/headers.ts";
import { securityHeaders } from "./response/security-headers.ts";
import { readSpecialKeys, type SpecialKeys } from "./response/special-keys.ts";
import { hasContent, readStatusCode } from "./response/status-code.ts";

export interface ResponseOptions {
  /** Status when the job did not succeed, 400 to 599; 200 unless given. */
  readonly errorStatus?: number | undefined;
}

/** The answer to a sync call. */
export interface RunResponse {
  readonly status: number;
  /** Complete but for length and date; every name once. */
  readonly headers: readonly Header[];
  readonly body: ResponseBody;
}

const JSON_TYPE = "application/json";
const BYTES_TYPE = "application/octet-stream";

/**
 * Turns a job's end into the answer of a sync call: the result as JSON, unless it is an object with
 * special keys, which may choose status, content type and headers. The job itself stays as it is,
 * also when a special key has a value that HTTP does not allow.
 */
export function toResponse(
  outcome: JobOutcome,
  options: ResponseOptions = {},
): Fallible<RunResponse> {
  if (outcome.status !== "success") {
    return succeed(plainResponse(outcome, options.errorStatus ?? 200));
  }
  const keys = readSpecialKeys(outcome.result);
  return keys === undefined ? succeed(plainResponse(outcome, 200)) : shapedResponse(keys);
}

function plainResponse({ status: jobStatus, result }: JobOutcome, status: number): RunResponse {
  return { status, headers: completeHeaders(JSON_TYPE, [], jobStatus), body: result };
}

function shapedResponse(keys: SpecialKeys): Fallible<RunResponse> {
  const status = readStatusCode(keys.statusCode);
  if (!status.ok) {
    return status;
  }
  const headers = readHeaders(keys.headers);
  if (!headers.ok) {
    return headers;
  }
  const givenType = keys.contentType ?? headers.value.get("content-type")?.[1];
  const defaultType = keys.transferEncoding === undefined ? JSON_TYPE : BYTES_TYPE;
  const type = checkContentType(givenType ?? defaultType);
  if (!type.ok) {
    return type;
  }
  const content = readBody(keys, type.value);
  if (!content.ok) {
    return content;
  }
  const body = hasContent(status.value) ? content.value : null;
  const contentType = body === null ? givenType : type.value;
  const custom = [...headers.value].filter(([name]) => name !== "content-type");
  return succeed({
    status: status.value,
    headers: completeHeaders(
      contentType,
      custom.map(([, header]) => header),
      "success",
    ),
    body,
  });
}

function completeHeaders(
  contentType: string | undefined,
  custom: readonly Header[],
  jobStatus: FinalJobStatus,
): readonly Header[] {
  return [
    ...(contentType === undefined ? [] : [["Content-Type", contentType] as const]),
    ...custom,
    ...securityHeaders(contentType),
    [JOB_STATUS_HEADER, jobStatus],
  ];
}
