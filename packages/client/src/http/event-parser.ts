/** An event of a stream, its data as text. */
export interface ServerEvent {
  /** Of this event, or of the last one that had an id. */
  readonly id: string;
  readonly event: string;
  readonly data: string;
}

const LINE_END = /\r\n|\n|\r/;
const FIELD = /^([^:]*):? ?(.*)$/s;

/** Makes events of text that arrives in pieces, as Server-Sent Events are defined. */
export class EventParser {
  #unread = "";
  #id = "";
  #event = "";
  #data: string[] = [];

  /** The events that a piece of text completes. */
  push(text: string): ServerEvent[] {
    this.#unread += text;
    const lines = this.#unread.split(LINE_END);
    // What has no end yet; a carriage return there may be the first half of one.
    const rest = lines.pop() ?? "";
    const isHalfEnd = rest === "" && this.#unread.endsWith("\r");
    this.#unread = isHalfEnd ? `${lines.pop() ?? ""}\r` : rest;
    return lines.flatMap((line) => this.#take(line));
  }

  #take(line: string): ServerEvent[] {
    if (line === "") {
      return this.#dispatch();
    }
    const [, name, value = ""] = FIELD.exec(line) ?? [];
    if (name === "data") {
      this.#data.push(value);
    } else if (name === "event") {
      this.#event = value;
    } else if (name === "id") {
      this.#id = value;
    }
    return [];
  }

  #dispatch(): ServerEvent[] {
    const events =
      this.#data.length === 0
        ? []
        : [{ id: this.#id, event: this.#event || "message", data: this.#data.join("\n") }];
    this.#event = "";
    this.#data = [];
    return events;
  }
}
