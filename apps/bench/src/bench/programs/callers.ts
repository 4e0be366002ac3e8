// Many callers at once, each on a connection of its own, who send one request and wait for its answer.
import { connect } from "node:net";
import { AnswerReader } from "./answer-reader.ts";
import { serve } from "./serve.ts";

export type CallersQuestion =
  /** Resolves once all have sent their request. */
  | {
      readonly kind: "send";
      readonly port: number;
      readonly callers: number;
      readonly request: string;
    }
  /** Resolves once all have their answer. */
  | { readonly kind: "answers" };

/** An answer that came, by the clock that the whole machine has, milliseconds since 1970. */
export interface Arrival {
  readonly jobId: string;
  readonly at: number;
}

/** So many connections are made at once; a queue of connections that wait is bounded everywhere. */
const AT_ONCE = 100;

const JOB_ID = /\r\nx-job-id: *(\S+)/i;

interface Caller {
  readonly sent: Promise<void>;
  readonly answered: Promise<Arrival>;
}

let answers: Promise<Arrival>[] = [];

function call(port: number, request: string): Caller {
  const sent = Promise.withResolvers<void>();
  const answered = Promise.withResolvers<Arrival>();
  const socket = connect({ port, host: "127.0.0.1" });
  const fail = (error: Error) => {
    sent.reject(error);
    answered.reject(error);
  };
  const reader = new AnswerReader(({ status, text }) => {
    const jobId = JOB_ID.exec(text)?.[1];
    socket.destroy();
    if (status === 200 && jobId !== undefined) {
      answered.resolve({ jobId, at: performance.timeOrigin + performance.now() });
    } else {
      fail(new Error(`It answered ${text}`));
    }
  });
  socket.on("connect", () => socket.write(request, () => sent.resolve()));
  socket.on("data", (bytes) => reader.push(bytes));
  socket.on("error", fail);
  socket.on("close", () => fail(new Error("The connection was closed.")));
  // Asked for later.
  answered.promise.catch(() => undefined);
  return { sent: sent.promise, answered: answered.promise };
}

async function answer(question: CallersQuestion): Promise<Arrival[] | undefined> {
  if (question.kind === "answers") {
    return Promise.all(answers);
  }
  const { port, callers, request } = question;
  answers = [];
  while (answers.length < callers) {
    const some = Math.min(AT_ONCE, callers - answers.length);
    const next = Array.from({ length: some }, () => call(port, request));
    answers.push(...next.map(({ answered }) => answered));
    await Promise.all(next.map(({ sent }) => sent));
  }
  return undefined;
}

serve<CallersQuestion>(answer);
