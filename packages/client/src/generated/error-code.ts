// Written by `npm run generate`; not to be edited.

/** Stable word for what went wrong. */
export type ErrorCode =
  /** 400: The request is not valid HTTP. */
  | "invalid-request"
  /** 400: The input is not valid. */
  | "invalid-input"
  /** 400: The request body cannot be read. */
  | "invalid-body"
  /** 400: The payload query value cannot be decoded. */
  | "invalid-payload"
  /** 400: The agent speaks another version. */
  | "unsupported-protocol"
  /** 400: The script cannot be deployed. */
  | "invalid-script"
  /** 401: A valid token is needed. */
  | "unauthenticated"
  /** 403: The token may not do this. */
  | "forbidden"
  /** 404: Not found. */
  | "not-found"
  /** 405: The method is not allowed here. */
  | "method-not-allowed"
  /** 408: The request took too long to arrive. */
  | "request-timeout"
  /** 409: It conflicts with what is there. */
  | "conflict"
  /** 413: The request is too large. */
  | "too-large"
  /** 415: The content type is not accepted. */
  | "unsupported-media-type"
  /** 422: The key was used with another request. */
  | "idempotency-mismatch"
  /** 429: Too many jobs are waiting. */
  | "queue-full"
  /** 431: The address and headers are too large. */
  | "headers-too-large"
  /** 500: Something went wrong on our side. */
  | "internal"
  /** 500: The script asked for an invalid status code. */
  | "invalid-status-code"
  /** 500: The script asked for an invalid content type. */
  | "invalid-content-type"
  /** 500: The script asked for an invalid header. */
  | "invalid-header"
  /** 503: The service is not available now. */
  | "unavailable";
