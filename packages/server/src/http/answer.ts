/** An answer as data, before it belongs to a request. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string | Uint8Array | null;
}
