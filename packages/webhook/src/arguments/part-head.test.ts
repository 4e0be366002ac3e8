import { describe, expect, it } from "vitest";
import { toBytes } from "../../test/requests.ts";
import { MAX_HEAD_BYTES, readPartHead } from "./part-head.ts";

const read = (...lines: string[]) => readPartHead(toBytes(`${lines.join("\r\n")}\r\n\r\n`));
const disposition = (parameters: string) => read(`Content-Disposition: form-data; ${parameters}`);

describe("readPartHead", () => {
  it("tells a file from a text by its file name, also an empty one", () => {
    expect(disposition('name="a"')).toMatchObject({ name: "a", filename: undefined });
    expect(disposition('name="a"; filename=""')).toMatchObject({ filename: "" });
  });

  it("takes the type as it stands, and text/plain for none", () => {
    const type = "text/csv; charset=utf-8";
    expect(read("content-disposition:form-data;name=a", `CONTENT-TYPE: ${type}`)).toMatchObject({
      type,
    });
    expect(disposition("name=a")).toMatchObject({ type: "text/plain" });
  });

  it("undoes what browsers and other senders escape in names", () => {
    expect(disposition('name="a%22%0D%0Ab"; filename="\\"\\\\é%20"')).toMatchObject({
      name: 'a"\r\nb',
      filename: '"\\é%20',
    });
    expect(disposition('name="C:\\dir\\a"')).toMatchObject({ name: "C:\\dir\\a" });
  });

  it("prefers a file name in UTF-8 over a plain one, if it can be read", () => {
    expect(disposition("name=a; filename=b; filename*=UTF-8''%C3%A9")).toMatchObject({
      filename: "é",
    });
    expect(disposition("name=a; filename=b; filename*=UTF-8''%E9")).toMatchObject({
      filename: "b",
    });
    expect(disposition("name=a; filename*=latin1''%E9")).toMatchObject({ filename: "" });
  });

  it("reads a header that goes on in the next line", () => {
    expect(read("Content-Disposition: form-data;", '\t name="a"')).toMatchObject({ name: "a" });
  });

  it("refuses a part without a name", () => {
    for (const parameters of ["", "filename=a", 'name="a', "name=a b", "name"]) {
      expect(disposition(parameters)).toMatch(/form-data` header with a name/);
    }
    expect(read("Content-Disposition: attachment; name=a")).toMatch(/with a name/);
    expect(read("no colon")).toMatch(/with a name/);
  });

  it("refuses bytes that are encoded once more", () => {
    const encoded = (encoding: string) =>
      read("Content-Disposition: form-data; name=a", `Content-Transfer-Encoding: ${encoding}`);
    expect(encoded("Base64")).toMatch(/transfer encoding/);
    expect(encoded("8BIT")).toMatchObject({ name: "a" });
  });

  it("refuses headers that are too long or not UTF-8", () => {
    const padding = (length: number) => `x: ${"a".repeat(length)}`;
    const longest = MAX_HEAD_BYTES - "x: \r\nContent-Disposition: form-data; name=a".length;
    const line = "Content-Disposition: form-data; name=a";
    expect(read(padding(longest), line)).toMatchObject({ length: MAX_HEAD_BYTES + 4 });
    expect(read(padding(longest + 1), line)).toMatch(/within 8192 bytes/);
    expect(readPartHead(new Uint8Array([0xe9, 13, 10, 13, 10]))).toMatch(/not valid UTF-8/);
    expect(readPartHead(toBytes("x: y\r\n"))).toMatch(/no headers/);
  });

  it("says where the content begins", () => {
    const head = disposition("name=a");
    expect(head).toMatchObject({ length: "Content-Disposition: form-data; name=a\r\n\r\n".length });
  });
});
