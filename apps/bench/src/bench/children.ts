import { type Child, startChild } from "./child.ts";

/** The bench's programs, each started when it is first asked for; all end with this. */
export class Children implements AsyncDisposable {
  readonly #started = new Map<string, Promise<Child>>();

  start(name: string, setUp: unknown = {}): Promise<Child> {
    const key = `${name} ${JSON.stringify(setUp)}`;
    const started = this.#started.get(key) ?? startChild(name, setUp);
    this.#started.set(key, started);
    return started;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const all = await Promise.allSettled(this.#started.values());
    const children = all.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
    await Promise.all(children.map((child) => child[Symbol.asyncDispose]()));
  }
}
