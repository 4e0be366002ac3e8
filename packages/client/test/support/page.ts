import { once } from "node:events";
import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface Page extends AsyncDisposable {
  readonly url: string;
  /** What the page reports by a POST to `/report`; rejects if it does not in time. */
  reported(timeoutMs: number): Promise<unknown>;
}

/**
 * A page with one module, and the API of a server beside it under the same origin, as a reverse
 * proxy would have it.
 */
export async function servePage(module: string, apiUrl: string): Promise<Page> {
  const { promise, resolve: report, reject } = Promise.withResolvers<unknown>();
  const server = createServer((incoming, outgoing) => {
    switch (incoming.url) {
      case "/":
        answer(outgoing, "text/html", '<script type="module" src="/page.js"></script>');
        break;
      case "/page.js":
        answer(outgoing, "text/javascript", module);
        break;
      case "/report":
        void textOf(incoming).then((text) => report(JSON.parse(text)));
        answer(outgoing, "text/plain", "");
        break;
      default:
        forward(incoming, outgoing, apiUrl);
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    async reported(timeoutMs) {
      const giveUp = () => reject(new Error(`The page reported nothing in ${timeoutMs} ms.`));
      const timer = setTimeout(giveUp, timeoutMs);
      return promise.finally(() => clearTimeout(timer));
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

function answer(outgoing: ServerResponse, type: string, body: string): void {
  outgoing.writeHead(200, { "Content-Type": type }).end(body);
}

function forward(incoming: IncomingMessage, outgoing: ServerResponse, apiUrl: string): void {
  const { method, headers, url = "" } = incoming;
  const onward = request(new URL(url, apiUrl), { method, headers }, (response) => {
    outgoing.writeHead(response.statusCode ?? 502, response.headers);
    response.pipe(outgoing);
  });
  onward.on("error", () => outgoing.destroy());
  incoming.pipe(onward);
}

async function textOf(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) {
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}
