import type { FuzzRequest } from "./requests/fuzz-request.ts";
import { showRequest } from "./show-request.ts";

interface Finding {
  count: number;
  /** The shortest request that showed it. */
  request: FuzzRequest | undefined;
}

/** What was found, each fault once with how often and the shortest request that showed it. */
export class Findings {
  readonly #url: string;
  readonly #found = new Map<string, Finding>();

  constructor(url: string) {
    this.#url = url;
  }

  get size(): number {
    return this.#found.size;
  }

  add(fault: string, request: FuzzRequest): void {
    const found = this.#found.get(fault);
    if (found === undefined) {
      this.#found.set(fault, { count: 1, request });
      return;
    }
    found.count += 1;
    if (request.bytes.length < (found.request?.bytes.length ?? 0)) {
      found.request = request;
    }
  }

  /** A fault that no single request shows. */
  addOfServer(fault: string): void {
    this.#found.set(fault, { count: 1, request: undefined });
  }

  /** All of them, for people. */
  text(): string {
    return [...this.#found]
      .map(([fault, { count, request }]) => {
        const shown = request === undefined ? "" : `\n  ${showRequest(request, this.#url)}`;
        return `${count} × ${fault}${shown}`;
      })
      .join("\n\n");
  }
}
