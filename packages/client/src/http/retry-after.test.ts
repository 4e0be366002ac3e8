import { describe, expect, it } from "vitest";
import { retryAfterSeconds } from "./retry-after.ts";

function read(value?: string): number | undefined {
  return retryAfterSeconds(new Headers(value === undefined ? {} : { "Retry-After": value }));
}

describe("retryAfterSeconds", () => {
  it("reads seconds", () => {
    expect(read("120")).toBe(120);
  });

  it("reads a date as seconds from now", () => {
    const seconds = read(new Date(Date.now() + 60_000).toUTCString());
    expect(seconds).toBeGreaterThan(55);
    expect(seconds).toBeLessThanOrEqual(60);
  });

  it("reads a date that is over as now", () => {
    expect(read("Wed, 21 Oct 2015 07:28:00 GMT")).toBe(0);
  });

  it("knows nothing without the header or with anything else in it", () => {
    expect([read(), read(""), read("soon")]).toEqual([undefined, undefined, undefined]);
  });
});
