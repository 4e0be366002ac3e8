import { testInstance } from "@getoperate/testing/instance";
import { describe, expect, it } from "vitest";

describe("GET /api/limits", () => {
  it("lists every limit with its value, unit and setting", async () => {
    await using instance = await testInstance({ environment: { OPERATE_BODY_LIMIT: "4096" } });
    const answer = await instance.request("GET", "//api/limits");
    expect(answer.status).toBe(200);
    const { items } = Object(answer.json());
    expect(items).toContainEqual({
      name: "body_limit",
      value: 4096,
      unit: "bytes",
      description: "Most bytes of a request's body",
      setting: "OPERATE_BODY_LIMIT",
    });
    expect(items).toContainEqual(
      expect.objectContaining({ name: "script", value: 1024 * 1024, setting: null }),
    );
    expect((await instance.request("GET", "//api/limits", { token: null })).status).toBe(401);
  });
});
