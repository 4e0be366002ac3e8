import { readdirSync, readFileSync } from "node:fs";

const STANDARD_DESCRIPTORS = 3;
/** O_CLOEXEC in `/proc/self/fdinfo`, octal. */
const CLOSED_ON_EXEC = 0o2000000;

/**
 * Descriptors that whatever started this process left open in it and that every child gets too.
 *
 * Node opens its own so that no child gets them, and closes low ones that it inherited itself. On
 * systems without /proc the answer is none.
 */
export function inheritedDescriptors(): number[] {
  return openDescriptors().filter((fd) => fd >= STANDARD_DESCRIPTORS && isInherited(fd));
}

function openDescriptors(): number[] {
  try {
    return readdirSync("/proc/self/fd").map(Number);
  } catch {
    return [];
  }
}

function isInherited(fd: number): boolean {
  try {
    const flags = /^flags:\s*(\d+)/m.exec(readFileSync(`/proc/self/fdinfo/${fd}`, "utf8"))?.[1];
    return flags !== undefined && (Number.parseInt(flags, 8) & CLOSED_ON_EXEC) === 0;
  } catch {
    // It was the one that listed the folder.
    return false;
  }
}
