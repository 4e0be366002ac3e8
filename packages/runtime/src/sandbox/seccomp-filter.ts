// The system calls that a sandbox has no use for and that reach around its other walls: sockets
// other than those of the internet (abstract Unix sockets belong to the host's network), new
// processes and namespaces, keyrings, and the kernel's doors for debuggers and drivers. The filter
// is a classic BPF program, made here because its generator is a native library.

/** Numbers of the system calls, which differ by architecture; from the kernel's own tables. */
interface SystemCalls {
  /** AUDIT_ARCH_* of the kernel. */
  readonly architecture: number;
  readonly socket: number;
  readonly clone: number;
  readonly clone3: number;
  /** Refused altogether. */
  readonly refused: readonly number[];
}

const X64: SystemCalls = {
  architecture: 0xc000003e,
  socket: 41,
  clone: 56,
  clone3: 435,
  refused: [
    ...[57, 58], // fork, vfork
    ...[272, 308], // unshare, setns
    ...[425, 426, 427], // io_uring_*, which would open sockets unseen
    ...[248, 249, 250], // add_key, request_key, keyctl
    ...[101, 310, 311, 438], // ptrace, process_vm_readv, process_vm_writev, pidfd_getfd
    ...[298, 321, 323], // perf_event_open, bpf, userfaultfd
    ...[29, 319, 447], // shmget, memfd_create, memfd_secret, whose memory no limit counts
  ],
};

const ARM64: SystemCalls = {
  architecture: 0xc00000b7,
  socket: 198,
  clone: 220,
  clone3: 435,
  refused: [
    ...[97, 268], // unshare, setns
    ...[425, 426, 427], // io_uring_*
    ...[217, 218, 219], // add_key, request_key, keyctl
    ...[117, 270, 271, 438], // ptrace, process_vm_readv, process_vm_writev, pidfd_getfd
    ...[241, 280, 282], // perf_event_open, bpf, userfaultfd
    ...[194, 279, 447], // shmget, memfd_create, memfd_secret
  ],
};

const CALLS_BY_ARCHITECTURE: Readonly<Record<string, SystemCalls>> = { x64: X64, arm64: ARM64 };

/** Calls of x86's other binary interface have numbers from here on. */
const X32_BIT = 0x40000000;
const CLONE_THREAD = 0x00010000;
const [AF_INET, AF_INET6] = [2, 10];

const LOAD = 0x20;
const JUMP_IF_EQUAL = 0x15;
const JUMP_IF_AT_LEAST = 0x35;
const JUMP_IF_ANY_BIT = 0x45;
const RETURN = 0x06;

/** Offsets in the kernel's `struct seccomp_data`. */
const NUMBER = 0;
const ARCHITECTURE = 4;
const FIRST_ARGUMENT = 16;

const ALLOW = 0x7fff0000;
const KILL_PROCESS = 0x80000000;
const NOT_PERMITTED = failWith(1);
/** The C library then takes `clone`, whose flags the filter can see. */
const NOT_IMPLEMENTED = failWith(38);
const NO_SUCH_FAMILY = failWith(97);

interface Instruction {
  readonly code: number;
  readonly value: number;
  /** Instructions to skip when the condition holds, and when it does not. */
  readonly jumpTrue?: number;
  readonly jumpFalse?: number;
}

/** The filter for a processor, as `bwrap --seccomp` reads it; undefined: none is known for it. */
export function seccompFilter(processor: string): Buffer | undefined {
  const calls = CALLS_BY_ARCHITECTURE[processor];
  return calls && assemble(programFor(calls));
}

function programFor(calls: SystemCalls): Instruction[] {
  return [
    { code: LOAD, value: ARCHITECTURE },
    { code: JUMP_IF_EQUAL, value: calls.architecture, jumpTrue: 1 },
    { code: RETURN, value: KILL_PROCESS },
    { code: LOAD, value: NUMBER },
    { code: JUMP_IF_AT_LEAST, value: X32_BIT, jumpFalse: 1 },
    { code: RETURN, value: NOT_IMPLEMENTED },
    ...calls.refused.flatMap((call) => refuse(call, NOT_PERMITTED)),
    ...refuse(calls.clone3, NOT_IMPLEMENTED),
    ...onlyThreads(calls.clone),
    ...onlyInternet(calls.socket),
    { code: RETURN, value: ALLOW },
  ];
}

function refuse(call: number, answer: number): Instruction[] {
  return [
    { code: JUMP_IF_EQUAL, value: call, jumpFalse: 1 },
    { code: RETURN, value: answer },
  ];
}

function onlyThreads(clone: number): Instruction[] {
  return [
    { code: JUMP_IF_EQUAL, value: clone, jumpFalse: 4 },
    { code: LOAD, value: FIRST_ARGUMENT },
    { code: JUMP_IF_ANY_BIT, value: CLONE_THREAD, jumpFalse: 1 },
    { code: RETURN, value: ALLOW },
    { code: RETURN, value: NOT_PERMITTED },
  ];
}

function onlyInternet(socket: number): Instruction[] {
  return [
    { code: JUMP_IF_EQUAL, value: socket, jumpFalse: 4 },
    { code: LOAD, value: FIRST_ARGUMENT },
    { code: JUMP_IF_EQUAL, value: AF_INET, jumpTrue: 2 },
    { code: JUMP_IF_EQUAL, value: AF_INET6, jumpTrue: 1 },
    { code: RETURN, value: NO_SUCH_FAMILY },
  ];
}

/** Both architectures are little-endian. */
function assemble(program: readonly Instruction[]): Buffer {
  const bytes = Buffer.alloc(program.length * 8);
  for (const [at, { code, value, jumpTrue = 0, jumpFalse = 0 }] of program.entries()) {
    bytes.writeUInt16LE(code, at * 8);
    bytes.writeUInt8(jumpTrue, at * 8 + 2);
    bytes.writeUInt8(jumpFalse, at * 8 + 3);
    bytes.writeUInt32LE(value, at * 8 + 4);
  }
  return bytes;
}

function failWith(errno: number): number {
  return 0x00050000 | errno;
}
