import { describe, expect, it } from "vitest";
import { sleep, withDeadline } from "./deadline.ts";

const timeoutError = () => new RangeError("too late");

describe("withDeadline", () => {
  it("passes the work's result and failure on", async () => {
    const limits = { timeoutMs: 1000, signal: undefined, timeoutError };
    expect(await withDeadline(limits, async () => 5)).toBe(5);
    const failed = withDeadline(limits, () => Promise.reject(new TypeError("broken")));
    await expect(failed).rejects.toThrow(new TypeError("broken"));
  });

  it("rejects with the time-out's error, whatever the work says", async () => {
    const limits = { timeoutMs: 20, signal: undefined, timeoutError };
    const late = withDeadline(limits, async ({ signal }) => {
      await sleep(10_000, signal).catch(() => Promise.reject(new TypeError("aborted")));
    });
    await expect(late).rejects.toThrow(new RangeError("too late"));
  });

  it("takes any time, also one that is too long for a timer", async () => {
    const limits = { timeoutMs: Number.POSITIVE_INFINITY, signal: undefined, timeoutError };
    expect(await withDeadline(limits, ({ signal }) => sleep(20, signal))).toBe(undefined);
  });

  it("does not begin for a caller who has stopped already", async () => {
    const signal = AbortSignal.abort(new RangeError("before"));
    let begun = false;
    const stopped = withDeadline({ timeoutMs: 1000, signal, timeoutError }, async () => {
      begun = true;
    });
    await expect(stopped).rejects.toThrow(new RangeError("before"));
    expect(begun).toBe(false);
  });
});

describe("sleep", () => {
  it("rejects at once with the reason of a signal that was aborted before", async () => {
    const signal = AbortSignal.abort(new RangeError("before"));
    await expect(sleep(60_000, signal)).rejects.toThrow(new RangeError("before"));
  });
});
