import type { ChildProcess } from "node:child_process";
import type { Readable } from "node:stream";
import type { Tie } from "../sandbox/launch.ts";
import { NETWORK_MADE } from "../sandbox/public-network.ts";
import type { UserNetwork } from "../sandbox/user-network.ts";
import { hasEnded } from "./end.ts";

/** What a sandbox tells of itself while it starts, and the network that it gets then. */
export class SandboxTie {
  /** Resolves once it has its network, at once if it gets none; rejects if it cannot be had. */
  readonly connected: Promise<void>;
  /** Resolves when a network that it had is gone although its process is not. */
  readonly cutOff: Promise<void>;
  readonly #child: ChildProcess;
  readonly #connect: ((pid: number) => UserNetwork) | undefined;
  readonly #becomeConnected = Promise.withResolvers<void>();
  readonly #becomeCutOff = Promise.withResolvers<void>();
  #network: UserNetwork | undefined;
  #said = "";

  constructor(child: ChildProcess, news: Readable, tie: Extract<Tie, { kind: "sandbox" }>) {
    this.#child = child;
    this.#connect = tie.connect;
    this.connected = this.#becomeConnected.promise;
    this.cutOff = this.#becomeCutOff.promise;
    this.connected.catch(() => undefined);
    if (tie.connect === undefined) {
      this.#becomeConnected.resolve();
    }
    news.on("data", (text: Buffer) => this.#read(String(text)));
    child.once("exit", () => this.#network?.end());
  }

  /** Leader of the processes inside, once it is known. */
  get innerGroup(): number | undefined {
    const found = /"child-pid": (\d+)/.exec(this.#said);
    return found === null ? undefined : Number(found[1]);
  }

  /** Resolves when nothing is left of its network. */
  get ended(): Promise<void> {
    return this.#network?.ended ?? Promise.resolve();
  }

  #read(text: string): void {
    this.#said += text;
    const { pid } = this.#child;
    if (this.#said.includes(NETWORK_MADE) && this.#network === undefined && pid !== undefined) {
      this.#network = this.#connect?.(pid);
      void this.#watch(this.#network);
    }
  }

  async #watch(network: UserNetwork | undefined): Promise<void> {
    try {
      await network?.ready;
      this.#becomeConnected.resolve();
      await network?.ended;
      if (!hasEnded(this.#child)) {
        this.#becomeCutOff.resolve();
      }
    } catch (error) {
      // The end of the process itself says more.
      if (!hasEnded(this.#child)) {
        this.#becomeConnected.reject(error);
      }
    }
  }
}
