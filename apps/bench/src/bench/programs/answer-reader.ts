export interface HttpAnswer {
  readonly status: number;
  /** Head and body. */
  readonly text: string;
}

const HEAD_END = "\r\n\r\n";
const LAST_CHUNK = "0\r\n\r\n";

/** Finds the end of each answer on a connection; one answer is there at a time. */
export class AnswerReader {
  readonly #onAnswer: (answer: HttpAnswer) => void;
  #text = "";

  constructor(onAnswer: (answer: HttpAnswer) => void) {
    this.#onAnswer = onAnswer;
  }

  push(bytes: Buffer): void {
    this.#text += bytes.toString("latin1");
    if (isWhole(this.#text)) {
      const text = this.#text;
      this.#text = "";
      this.#onAnswer({ status: Number(text.slice(9, 12)), text });
    }
  }
}

function isWhole(text: string): boolean {
  const headEnd = text.indexOf(HEAD_END);
  if (headEnd === -1) {
    return false;
  }
  const bodyStart = headEnd + HEAD_END.length;
  const length = /\r\ncontent-length: *(\d+)/i.exec(text)?.[1];
  return length === undefined
    ? text.length > bodyStart && text.endsWith(LAST_CHUNK)
    : text.length >= bodyStart + Number(length);
}
