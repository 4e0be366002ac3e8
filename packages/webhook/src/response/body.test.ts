import { describe, expect, it } from "vitest";
import { headerOf, refusalOf, responseTo } from "../../test/responses.ts";

const BASE64 = { getOperate_content_transfer_encoding: "BASE64" };

describe("readBody", () => {
  it("sends bytes as octets unless they have another type", () => {
    const response = responseTo({ ...BASE64, result: "_w" });
    expect(response.body).toEqual(new Uint8Array([0xff]));
    expect(headerOf(response, "content-type")).toBe("application/octet-stream");
    expect(responseTo({ ...BASE64, wm_content_type: "application/json", result: "MQ==" })).toEqual(
      expect.objectContaining({ body: new Uint8Array([0x31]) }),
    );
  });

  it("sends no body where base64 stands for nothing that is there", () => {
    expect(responseTo(BASE64).body).toBeNull();
  });

  it("refuses a body that is not base64 and an encoding that is not known", () => {
    for (const result of ["a", "é", 1, { a: 1 }]) {
      expect(refusalOf({ ...BASE64, result })).toEqual({
        code: "invalid-header",
        detail: "The content transfer encoding is base64, but the body is not.",
      });
    }
    expect(refusalOf({ getOperate_content_transfer_encoding: "gzip", result: "" }).code).toBe(
      "invalid-header",
    );
  });
});
