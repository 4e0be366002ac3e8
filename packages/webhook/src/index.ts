export { ACCEPTED_CONTENT_TYPES } from "./arguments/body.ts";
export { parseHeaderNames, type RequestHeaders } from "./arguments/headers.ts";
export { parseRunQuery, type RunSettings } from "./arguments/query.ts";
export { type RunRequest, toArguments } from "./arguments.ts";
export { type EventAddress, toEvent } from "./event.ts";
export type { Failure, Fallible } from "./fallible.ts";
export { type Preferences, parsePrefer } from "./prefer.ts";
export { type ResponseOptions, type RunResponse, toResponse } from "./response.ts";
