import type { JobOutcome } from "@getoperate/contract";
import { type ResponseOptions, type RunResponse, toResponse } from "../src/index.ts";
import { errorOf, valueIn } from "./requests.ts";

export function success(result: unknown): JobOutcome {
  return { status: "success", result: JSON.stringify(result) };
}

export function responseTo(result: unknown): RunResponse {
  return valueIn(toResponse(success(result)));
}

export function refusalOf(result: unknown): { readonly code: string; readonly detail: string } {
  return errorOf(toResponse(success(result)));
}

export function failureResponse(result: string, options?: ResponseOptions): RunResponse {
  return valueIn(toResponse({ status: "failure", result }, options));
}

/** The value of a header, by its name in lower case. */
export function headerOf(response: RunResponse, name: string): string | undefined {
  return response.headers.find(([given]) => given.toLowerCase() === name)?.[1];
}
