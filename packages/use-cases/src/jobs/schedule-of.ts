import { OperateError } from "@getoperate/contract";
import type { JobSchedule } from "@getoperate/engine";

/** When a job may start, if the caller says so in one of the two ways. Throws `invalid-input`. */
export function scheduleOf(
  scheduledFor: string | undefined,
  scheduledInSeconds: number | undefined,
): JobSchedule | undefined {
  if (scheduledFor === undefined) {
    return scheduledInSeconds === undefined ? undefined : { inSeconds: scheduledInSeconds };
  }
  if (scheduledInSeconds !== undefined) {
    const detail = "cannot be given together with scheduled_for";
    throw new OperateError("invalid-input", `/scheduled_in_secs: ${detail}`, {
      errors: [{ pointer: "/scheduled_in_secs", detail }],
    });
  }
  return { at: new Date(scheduledFor) };
}
