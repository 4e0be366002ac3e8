// Sends requests over connections that stay open, one at a time on each. Own code over node:net: a
// client library, undici's or autocannon's, takes several times as much of a small machine for each
// request, which the server under test would miss. It knows what the servers here answer, no more.
import { connect } from "node:net";
import { type Timed, timedSample } from "../sample.ts";
import { AnswerReader } from "./answer-reader.ts";
import { serve } from "./serve.ts";

export interface LoadQuestion {
  readonly port: number;
  readonly concurrency: number;
  readonly seconds: number;
  /** Whole requests, sent in turn. */
  readonly requests: readonly string[];
  /** What each must be answered with; anything else ends the round as a failure. */
  readonly status: number;
}

async function load(question: LoadQuestion): Promise<Timed> {
  const latenciesMs: number[] = [];
  const start = performance.now();
  const until = start + question.seconds * 1000;
  const lane = (index: number) => runLane({ question, latenciesMs, until, index });
  await Promise.all(Array.from({ length: question.concurrency }, (_, index) => lane(index)));
  return timedSample(latenciesMs, (performance.now() - start) / 1000);
}

interface Lane {
  readonly question: LoadQuestion;
  readonly latenciesMs: number[];
  readonly until: number;
  readonly index: number;
}

function runLane({ question, latenciesMs, until, index }: Lane): Promise<void> {
  const { port, requests, status, concurrency } = question;
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: "127.0.0.1", noDelay: true });
    let next = index;
    let sentAt = 0;
    const send = () => {
      const request = requests[next % requests.length] ?? "";
      next += concurrency;
      sentAt = performance.now();
      socket.write(request);
    };
    const reader = new AnswerReader((answer) => {
      const now = performance.now();
      latenciesMs.push(now - sentAt);
      if (answer.status !== status) {
        socket.destroy();
        reject(new Error(`It answered ${answer.status}: ${answer.text}`));
      } else if (now < until) {
        send();
      } else {
        socket.end();
        resolve();
      }
    });
    socket.on("connect", send);
    socket.on("data", (bytes) => reader.push(bytes));
    socket.on("error", reject);
    socket.on("close", () => reject(new Error("The connection was closed.")));
  });
}

serve<LoadQuestion>(load);
