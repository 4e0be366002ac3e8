import { describe, expect, it } from "vitest";
import { seccompFilter } from "./seccomp-filter.ts";

const ALLOWED = 0x7fff0000;
const KILLED = 0x80000000;
const EPERM = 0x00050001;
const ENOSYS = 0x00050026;
const EAFNOSUPPORT = 0x00050061;

interface Call {
  readonly architecture: number;
  readonly number: number;
  readonly argument?: number;
}

/** Runs the filter as the kernel does. */
function answerOf(filter: Buffer, { architecture, number, argument = 0 }: Call): number {
  const data = new Map([
    [0, number],
    [4, architecture],
    [16, argument],
  ]);
  let accumulator = 0;
  for (let at = 0; at < filter.length; at += 8) {
    const [code, value] = [filter.readUInt16LE(at), filter.readUInt32LE(at + 4)];
    const jump = (holds: boolean) => filter.readUInt8(at + (holds ? 2 : 3)) * 8;
    switch (code) {
      case 0x20:
        accumulator = data.get(value) ?? 0;
        break;
      case 0x15:
        at += jump(accumulator === value);
        break;
      case 0x35:
        at += jump(accumulator >= value);
        break;
      case 0x45:
        at += jump((accumulator & value) !== 0);
        break;
      case 0x06:
        return value;
      default:
        throw new Error(`The instruction ${code} is not known here.`);
    }
  }
  throw new Error("The filter has no end.");
}

const PROCESSORS = [
  {
    ...{ processor: "x64", architecture: 0xc000003e, socket: 41, socketpair: 53, clone: 56 },
    ...{
      read: 0,
      refused: [57, 58, 101, 248, 249, 250, 272, 298, 308, 310, 311, 321, 323, 29, 319, 447],
    },
  },
  {
    ...{ processor: "arm64", architecture: 0xc00000b7, socket: 198, socketpair: 199, clone: 220 },
    ...{ read: 63, refused: [97, 117, 217, 218, 219, 241, 268, 270, 271, 280, 282, 194, 279, 447] },
  },
];

describe.each(PROCESSORS)("seccompFilter for $processor", (calls) => {
  const filter = seccompFilter(calls.processor) ?? Buffer.alloc(0);
  const answer = (number: number, argument?: number) =>
    answerOf(filter, {
      architecture: calls.architecture,
      number,
      ...(argument === undefined ? {} : { argument }),
    });

  it("allows sockets of the internet alone", () => {
    const [unspecified, unix, inet, inet6, netlink, packet, vsock] = [0, 1, 2, 10, 16, 17, 40];
    expect([inet, inet6].map((family) => answer(calls.socket, family))).toEqual([ALLOWED, ALLOWED]);
    for (const family of [unspecified, unix, netlink, packet, vsock]) {
      expect(answer(calls.socket, family)).toBe(EAFNOSUPPORT);
    }
  });

  it("allows threads, but neither processes nor namespaces", () => {
    const [SIGCHLD, CLONE_THREAD, CLONE_NEWUSER] = [17, 0x3d0f00, 0x10000011];
    expect(answer(calls.clone, CLONE_THREAD)).toBe(ALLOWED);
    expect(answer(calls.clone, SIGCHLD)).toBe(EPERM);
    expect(answer(calls.clone, CLONE_NEWUSER)).toBe(EPERM);
  });

  it("hides clone3, whose flags it cannot see", () => {
    expect(answer(435)).toBe(ENOSYS);
  });

  it.each([...calls.refused, 425, 426, 427, 438])("refuses the call %i", (number) => {
    expect(answer(number)).toBe(EPERM);
  });

  it("allows all others", () => {
    expect([calls.read, calls.socketpair, 436].map((number) => answer(number))).toEqual([
      ALLOWED,
      ALLOWED,
      ALLOWED,
    ]);
  });

  it("kills a process that calls by the numbers of another architecture", () => {
    expect(answerOf(filter, { architecture: 0x40000003, number: calls.read })).toBe(KILLED);
  });

  it("refuses calls of x86's second interface", () => {
    expect(answer(0x40000000 + calls.read)).toBe(ENOSYS);
  });
});

describe("seccompFilter", () => {
  it("is undefined for a processor whose calls it does not know", () => {
    expect(seccompFilter("riscv64")).toBeUndefined();
  });
});
