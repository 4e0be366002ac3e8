import { type Failure, type Fallible, parseRunQuery, toArguments } from "../src/index.ts";

/** What the tests use of the web platform beside the sources. */
interface TestPlatform {
  readonly btoa: (binary: string) => string;
  readonly TextEncoder: new () => { encode(text: string): Uint8Array };
  readonly FormData: new () => {
    append(name: string, value: unknown, filename?: string): void;
  };
  readonly File: new (
    parts: readonly Uint8Array[],
    name: string,
    options: { readonly type: string },
  ) => unknown;
  readonly Response: new (
    body: unknown,
    init?: { readonly status: number; readonly headers: [string, string][] },
  ) => {
    readonly headers: { get(name: string): string | null };
    arrayBuffer(): Promise<ArrayBuffer>;
  };
  readonly URLSearchParams: new (pairs: [string, string][]) => { toString(): string };
}

/** Guarantee: the runtime of the tests is Node, which has all of them. */
function testPlatform(): TestPlatform {
  return globalThis as unknown as TestPlatform;
}

const platform = testPlatform();

export const { btoa, File, FormData, Response, URLSearchParams } = platform;

export function toBytes(text: string): Uint8Array {
  return new platform.TextEncoder().encode(text);
}

export interface Call {
  readonly method?: string;
  readonly query?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  readonly instanceHeaders?: readonly string[];
}

/** The query and the arguments of a call, as the server asks for them. */
export function argumentsText(call: Call): Fallible<string> {
  const { method = "POST", query = "", headers = {}, body = "", instanceHeaders } = call;
  const settings = parseRunQuery(query);
  if (!settings.ok) {
    return settings;
  }
  const request = {
    method,
    headers: new Map(Object.entries(headers)),
    body: typeof body === "string" ? toBytes(body) : body,
  };
  return toArguments(request, settings.value, instanceHeaders);
}

/** The arguments of a call that must have some. */
export function argumentsOf(call: Call): unknown {
  return JSON.parse(valueIn(argumentsText(call)));
}

/** Why a call that must be refused is refused. */
export function failureOf(call: Call): Failure {
  return errorOf(argumentsText(call));
}

export function valueIn<Value>(outcome: Fallible<Value>): Value {
  if (!outcome.ok) {
    throw new Error(`${outcome.error.code}: ${outcome.error.detail}`);
  }
  return outcome.value;
}

export function errorOf(outcome: Fallible<unknown>): Failure {
  if (outcome.ok) {
    throw new Error(`It was accepted: ${JSON.stringify(outcome.value)}`);
  }
  return outcome.error;
}
