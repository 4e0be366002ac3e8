import { EventEmitter, once } from "node:events";

/** Parameters and results are Chromium's, as its DevTools protocol names them. */
// biome-ignore lint/suspicious/noExplicitAny: its shapes are many, and a test that errs fails
type Message = Record<string, any>;

/** One page of a browser, by the DevTools protocol. */
export class DevTools {
  readonly #socket: WebSocket;
  readonly #events = new EventEmitter();
  readonly #answers = new Map<number, (message: Message) => void>();
  #session: string | undefined;
  #sent = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.addEventListener("message", ({ data }) => this.#receive(JSON.parse(String(data))));
  }

  /** Opens a new page in the browser at `endpoint`. */
  static async connect(endpoint: string): Promise<DevTools> {
    const socket = new WebSocket(endpoint);
    await once(socket, "open");
    const tools = new DevTools(socket);
    const { targetId } = await tools.send("Target.createTarget", { url: "about:blank" });
    const attached = await tools.send("Target.attachToTarget", { targetId, flatten: true });
    tools.#session = String(attached["sessionId"]);
    return tools;
  }

  /** Rejects with what Chromium says of a command that it refuses. */
  async send(method: string, params: Message = {}): Promise<Message> {
    this.#sent += 1;
    const id = this.#sent;
    const answered = new Promise<Message>((resolve) => this.#answers.set(id, resolve));
    this.#socket.send(JSON.stringify({ id, method, params, sessionId: this.#session }));
    const { result, error } = await answered;
    if (error !== undefined) {
      throw new Error(`${method}: ${error.message}`);
    }
    return result;
  }

  on(event: string, listener: (params: Message) => void): void {
    this.#events.on(event, listener);
  }

  async next(event: string): Promise<void> {
    await once(this.#events, event);
  }

  close(): void {
    this.#socket.close();
  }

  #receive(message: Message): void {
    const answer = this.#answers.get(message["id"]);
    if (answer === undefined) {
      this.#events.emit(message["method"], message["params"]);
    } else {
      this.#answers.delete(message["id"]);
      answer(message);
    }
  }
}
