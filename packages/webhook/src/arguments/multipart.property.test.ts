import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { unicodeText } from "../../test/arbitraries.ts";
import { argumentsText, btoa, File, FormData, Response, valueIn } from "../../test/requests.ts";

// The platform's own encoder turns every line break in names and texts into CR LF.
const normalText = unicodeText.map((text) => text.replace(/\r\n|\r|\n/g, "\r\n"));
const plainName = normalText.map((text) => text.replace(/[\\%]/g, ""));
// The platform's encoder leaves an empty file name out, which makes the part a text.
const filename = plainName.map((text) => text || "a");

const entry = fc.record({
  name: fc.oneof(plainName, fc.constantFrom("a", "b", "__proto__")),
  text: normalText,
  file: fc.option(fc.record({ filename, bytes: fc.uint8Array({ maxLength: 200 }) })),
});

describe("readMultipart", () => {
  it("reads what the platform's FormData writes", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(entry, { maxLength: 8 }), async (entries) => {
        const form = new FormData();
        const expected = new Map<string, unknown[]>();
        for (const { name, text, file } of entries) {
          const values = expected.get(name) ?? [];
          expected.set(name, values);
          if (file === null) {
            form.append(name, text);
            values.push(text);
          } else {
            const type = "application/x-test";
            form.append(name, new File([file.bytes], file.filename, { type }), file.filename);
            values.push({
              filename: file.filename,
              type,
              size: file.bytes.length,
              data: btoa(String.fromCharCode(...file.bytes)),
            });
          }
        }
        const request = new Response(form);
        const body = new Uint8Array(await request.arrayBuffer());
        const headers = { "content-type": request.headers.get("content-type") ?? "" };
        const args = JSON.parse(valueIn(argumentsText({ headers, body })));
        expect(new Map(Object.entries(args))).toEqual(
          new Map([...expected].map(([name, values]) => [name, onlyOrAll(values)])),
        );
      }),
      { numRuns: 300 },
    );
  });
});

function onlyOrAll(values: unknown[]): unknown {
  return values.length === 1 ? values[0] : values;
}
