import { describe, expect, it } from "vitest";
import { Text } from "./text.ts";

describe("Text", () => {
  it.each(["", "a\tb\r\n", "\u{1f600}", "\ufeff", "\uffff"])("takes %j", (text) => {
    expect(Text.parse(text)).toBe(text);
  });

  it.each(["a\0b", "\ud800", "a\udc00", "\udc00\ud800"])("refuses %j", (text) => {
    expect(Text.safeParse(text).success).toBe(false);
  });

  it("keeps its rule under a bound", () => {
    expect(Text.max(200).safeParse("\0").success).toBe(false);
  });
});
