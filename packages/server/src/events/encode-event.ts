import { toEventId } from "@getoperate/contract";
import type { StreamedEvent } from "@getoperate/use-cases";

const LINE_END = /\r\n|\r|\n/;

/** An event as Server-Sent Events have it; data of several lines stays one event. */
export function encodeEvent(jobId: string, { place, event, data }: StreamedEvent): string {
  const lines = data.split(LINE_END).map((line) => `data: ${line}\n`);
  return `id: ${toEventId(jobId, place)}\nevent: ${event}\n${lines.join("")}\n`;
}

/** A line that readers of events leave out. */
export function encodeComment(text: string): string {
  return `: ${text}\n\n`;
}

/** How long a reader waits before it comes back after a lost connection. */
export function encodeRetry(ms: number): string {
  return `retry: ${ms}\n\n`;
}
