import { chromiumPage } from "@getoperate/testing/chromium";
import { type TestInstance, testInstance } from "@getoperate/testing/instance";
import { describeWith } from "@getoperate/testing/programs";
import { afterAll, beforeAll, expect, it } from "vitest";

// What a hostile page would try against the console on its own origin.
const ATTACK = `
  const tried = {};
  const attempt = async (name, act) => {
    tried[name] = await Promise.resolve().then(act).then(String, (error) => "refused: " + error.name);
  };
  globalThis.attack = (async () => {
    await attempt("cookie", () => document.cookie);
    await attempt("trpc", async () => (await fetch("/trpc/users.whoami?input=%7B%7D", { credentials: "include" })).status);
    await attempt("storage", () => localStorage.length);
    await attempt("worker", () => navigator.serviceWorker.register("/sw.js"));
    return tried;
  })();
  globalThis.attack.then((tried) => { globalThis.tried = tried; });`;

const PAGES = {
  html: {
    type: "text/html",
    body: `<!doctype html><title>idle</title><script>document.title = "ran";${ATTACK}</script><form action="/trpc/tokens.create" method="post"></form><script>document.forms[0].submit()</script>`,
  },
  svg: {
    type: "image/svg+xml",
    body: `<svg xmlns="http://www.w3.org/2000/svg"><script>document.title = "ran";</script></svg>`,
  },
  xhtml: {
    type: "application/xhtml+xml",
    body: `<html xmlns="http://www.w3.org/1999/xhtml"><head><title>idle</title><script>document.title = "ran";</script></head><body/></html>`,
  },
  script: { type: "text/javascript", body: "document.title = 'ran';" },
};

describeWith("chromium", "a page that a script answers with", () => {
  let instance: TestInstance;
  beforeAll(async () => {
    instance = await testInstance();
    for (const [name, { type, body }] of Object.entries(PAGES)) {
      const result = { getOperate_content_type: type, result: body };
      const content = `export function main() { return ${JSON.stringify(result)}; }`;
      await instance.deploy(`u/admin/${name}`, content);
    }
  });
  afterAll(() => instance[Symbol.asyncDispose]());

  it.each(Object.keys(PAGES))(
    "X14 runs nothing of %s, and sees no cookie of the origin",
    async (name) => {
      await using page = await chromiumPage();
      await page.setHiddenCookie(instance.url, "session", "hidden");
      await page.open(`${instance.url}/livez`);
      await page.evaluate("document.cookie = 'readable=1'");
      const address = `/api/w/main/jobs/run_wait_result/p/u/admin/${name}`;
      await page.open(`${instance.url}${address}?token=${instance.token}`);
      expect(await page.evaluate("document.title")).not.toBe("ran");
      expect(await page.evaluate("globalThis.tried === undefined")).toBe(true);
      // Opaque: whatever ran here would not be of the console's origin.
      expect(await page.evaluate("globalThis.origin")).toBe("null");
      expect(
        await page.evaluate(
          "(() => { try { return document.cookie } catch (e) { return e.name } })()",
        ),
      ).toBe("SecurityError");
      const others = page.requested.filter((url) => url.includes("/trpc"));
      expect(others).toEqual([]);
    },
    60_000,
  );

  it("X14 takes no cookie for a token, whatever the page", async () => {
    const cookie = `session=${instance.token}; token=${instance.token}`;
    const run = "/jobs/run_wait_result/p/u/admin/html";
    const answer = await instance.request("POST", run, { token: null, headers: { cookie } });
    expect(answer.status).toBe(401);
    const whoami = await instance.request("GET", "/users/whoami", {
      token: null,
      headers: { cookie },
    });
    expect(whoami.status).toBe(401);
  });
});
