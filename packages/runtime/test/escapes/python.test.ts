// What Python can try, since nothing but the sandbox restrains it: native code by ctypes included.
// After each attempt the worker lives and runs the next job.
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { networkInterfaces, tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { createRuntime, type Runtime } from "../../src/index.ts";
import { runScript } from "../../src/testing.ts";
import { isRunning } from "../child-processes.ts";
import { attempt } from "./attempt.ts";

/** What stops it, or what is all that it reaches. */
type Escape = readonly [name: string, body: string, end: RegExp | { readonly reached: unknown }];

const MISSING = /FileNotFoundError/;
const READ_ONLY = /Read-only file system/;
const NOT_PERMITTED = /PermissionError|Operation not permitted|errno 1$/;
const NO_FAMILY = /Address family not supported/;
const ENDED = /ExitError/;
const UNREACHABLE = /Network is unreachable|No route to host|Operation not permitted/;
const NO_NAME = /gaierror/;

const READ = (path: string) => `return open(${JSON.stringify(path)}, "rb").read().hex()`;
const WRITE = (path: string) => `open(${JSON.stringify(path)}, "w").write("x")`;
const CONNECT = (address: string, port: string | number = 80) => `
import socket
return str(socket.create_connection((${JSON.stringify(address)}, ${port}), timeout=5))`;
/** A system call by its number on each processor. */
const CALL = (x64: number, arm64: number, args = "0, 0, 0, 0, 0") => `
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
answer = libc.syscall(${process.arch === "arm64" ? arm64 : x64}, ${args})
if answer < 0: raise OSError(f"errno {ctypes.get_errno()}")
return answer`;

const FILES: readonly Escape[] = [
  ["the passwords", READ("/etc/shadow"), MISSING],
  ["the users", READ("/etc/passwd"), MISSING],
  ["the users, around a corner", READ("/work/../etc/passwd"), MISSING],
  ["its own environment by /proc", READ("/proc/self/environ"), MISSING],
  ["the worker's environment by /proc", READ("/proc/1/environ"), MISSING],
  ["its memory by /proc", READ("/proc/self/mem"), MISSING],
  ["the kernel's messages", READ("/dev/kmsg"), MISSING],
  ["the machine's memory", READ("/dev/mem"), MISSING],
  ["the socket of Docker", "import os\nreturn os.stat('/var/run/docker.sock')", MISSING],
  ["all processes", "import os\nreturn os.listdir('/proc')", { reached: ["self"] }],
  ["the system's state", "import os\nreturn os.listdir('/sys')", MISSING],
  ["homes", "import os\nreturn os.listdir('/home')", MISSING],
  [
    "programs",
    "import os\nreturn [os.path.exists(p) for p in ('/bin/sh', '/usr/bin/env')]",
    { reached: [false, false] },
  ],
  [
    "files of this program",
    "import os\nreturn sorted(os.listdir('/runner'))",
    { reached: ["cache", "files"] },
  ],
  [
    "a file of the host by a link",
    "import os\nos.symlink('/etc/shadow', '/tmp/link')\nreturn open('/tmp/link').read()",
    MISSING,
  ],
  [
    "descriptors that are left open",
    `
import os
found = []
for fd in range(1024):
  try: status = os.fstat(fd)
  except OSError: continue
  if fd == 0 or status.st_rdev != os.stat('/dev/null').st_rdev: found.append(fd)
return found`,
    { reached: [0, 1, 2, 3] },
  ],
];

const WRITES: readonly Escape[] = [
  ["the root", WRITE("/file"), READ_ONLY],
  ["the system's settings", WRITE("/etc/file"), READ_ONLY],
  ["a library", WRITE("/usr/lib/operate-test-file"), READ_ONLY],
  ["shared memory", WRITE("/dev/shm/file"), READ_ONLY],
  ["the wrapper", WRITE("/runner/files/python/wrapper/main.py"), READ_ONLY],
  ["Python's own library", "import json\nopen(json.__file__, 'a').write('x')", READ_ONLY],
  [
    "the interpreter",
    "import sys\nopen(sys.executable, 'ab').write(b'x')",
    /Read-only|Text file busy/,
  ],
  [
    "the wrapper by a symbolic link",
    `
import os
os.symlink('/runner/files/python/wrapper/main.py', '/tmp/wrapper')
open('/tmp/wrapper', 'a').write('x')`,
    READ_ONLY,
  ],
  [
    "the wrapper by a hard link",
    "import os\nos.link('/runner/files/python/wrapper/main.py', '/tmp/hard')",
    /Invalid cross-device link|Read-only|not permitted/,
  ],
  [
    "a file of 100 GiB",
    "import os\nfd = os.open('/tmp/huge', os.O_CREAT | os.O_WRONLY)\nos.posix_fallocate(fd, 0, 100 << 30)",
    /No space left/,
  ],
  [
    "a device",
    "import os, stat\nos.mknod('/tmp/disk', stat.S_IFBLK | 0o600, os.makedev(8, 0))",
    NOT_PERMITTED,
  ],
];

const KERNEL: readonly Escape[] = [
  [
    "a mount",
    "import ctypes\nlibc = ctypes.CDLL(None, use_errno=True)\nif libc.mount(b'none', b'/tmp', b'tmpfs', 0, None): raise OSError(f'errno {ctypes.get_errno()}')",
    NOT_PERMITTED,
  ],
  ["an unmount", CALL(166, 39, "b'/tmp', 2"), NOT_PERMITTED],
  ["another root", "import os\nos.chroot('/tmp')", NOT_PERMITTED],
  ["a namespace by unshare", CALL(272, 97, "0x10000000"), NOT_PERMITTED],
  ["a namespace by clone", CALL(56, 220, "0x10000011, 0, 0, 0, 0"), NOT_PERMITTED],
  ["a process by clone3", CALL(435, 435), /errno 38$/],
  ["a namespace by setns", CALL(308, 268, "3, 0"), NOT_PERMITTED],
  ["a debugger", CALL(101, 117, "16, 1, 0, 0"), NOT_PERMITTED],
  ["memory of another process", CALL(310, 270, "1, 0, 0, 0, 0, 0"), NOT_PERMITTED],
  ["io_uring", CALL(425, 425, "8, 0"), NOT_PERMITTED],
  ["a key", CALL(248, 217, "b'user', b'x', b'x', 1, -3"), NOT_PERMITTED],
  ["keyrings", CALL(250, 219, "0, -3, 1"), NOT_PERMITTED],
  ["BPF", CALL(321, 280), NOT_PERMITTED],
  ["performance counters", CALL(298, 241, "0, 0, -1, -1, 0"), NOT_PERMITTED],
  ["page faults", CALL(323, 282, "0"), NOT_PERMITTED],
  ["a kernel module", CALL(175, 105, "0, 0, b''"), /errno (1|38)$/],
  ["a restart", CALL(169, 142, "0xfee1dead, 672274793, 0x1234567"), NOT_PERMITTED],
  ["the clock", "import time\ntime.clock_settime(time.CLOCK_REALTIME, 0)", NOT_PERMITTED],
  ["the host's name", "import socket\nsocket.sethostname('mine')", NOT_PERMITTED],
  ["another user", "import os\nos.setuid(0)", /PermissionError|Invalid argument/],
  ["a higher priority", "import os\nos.setpriority(os.PRIO_PROCESS, 0, -20)", /PermissionError/],
  [
    "higher limits",
    "import resource\nresource.setrlimit(resource.RLIMIT_DATA, (1 << 40, 1 << 40))",
    /ValueError|PermissionError/,
  ],
  ["input of a terminal", "import fcntl\nfcntl.ioctl(0, 0x5412, b'x')", /OSError/],
];

const PROCESSES: readonly Escape[] = [
  ["a fork", "import os\nreturn os.fork()", NOT_PERMITTED],
  ["a fork bomb", "import os\nwhile True: os.fork()", NOT_PERMITTED],
  [
    "a program",
    "import subprocess\nreturn subprocess.run(['/bin/sh', '-c', 'id'])",
    /PermissionError|not permitted|FileNotFound/,
  ],
  [
    "the interpreter again",
    "import subprocess, sys\nreturn subprocess.run([sys.executable, '-c', 'pass'])",
    NOT_PERMITTED,
  ],
  [
    "a spawned program",
    "import os, sys\nreturn os.posix_spawn(sys.executable, ['x'], {})",
    NOT_PERMITTED,
  ],
  ["a program in its place", "import os\nos.execv('/bin/sh', ['sh'])", MISSING],
  [
    "the interpreter in its place",
    "import os, sys\nos.execv(sys.executable, ['python3', '-c', 'pass'])",
    ENDED,
  ],
  [
    "a preloaded library",
    "import os, sys\nos.environ['LD_PRELOAD'] = '/tmp/evil.so'\nos.posix_spawn(sys.executable, ['x'], os.environ)",
    NOT_PERMITTED,
  ],
  [
    "a process of multiprocessing",
    "import multiprocessing\nmultiprocessing.Process(target=print).start()",
    NOT_PERMITTED,
  ],
  ["a shell by a terminal", "import pty\npty.fork()", /OSError|PermissionError/],
  [
    "threads without end",
    "import threading, time\nwhile True: threading.Thread(target=time.sleep, args=(60,), daemon=True).start()",
    /can't start new thread/,
  ],
  ["all processes that it may end", "import os\nos.kill(-1, 9)", /ProcessLookupError/],
  ["the sandbox's first process", "import os\nos.kill(1, 9)\nreturn os.getppid()", { reached: 1 }],
  ["its own group", "import os\nos.killpg(0, 9)", ENDED],
  [
    "pip, with its install scripts",
    "import ensurepip\nensurepip.bootstrap(root='/tmp/pip')",
    // Debian's Python ends the process with a sentence of its own.
    /PermissionError|CalledProcessError|ModuleNotFound|Read-only|FileNotFound|ExitError/,
  ],
  [
    "a forged result",
    'import os, time\nos.write(3, b\'{"type":"result","job":"x","ok":true,"bytes":1}\\n1\')\ntime.sleep(5)',
    /broke its protocol/,
  ],
  ["the channel closed", "import os, time\nos.close(3)\ntime.sleep(5)", /RunnerError|ExitError/],
];

const MEMORY: readonly Escape[] = [
  ["10 GiB", "return len(bytearray(10 << 30))", /MemoryError/],
  [
    "10 GiB in pieces",
    "pieces = []\nwhile True: pieces.append(bytearray(100 << 20))",
    /MemoryError/,
  ],
  [
    "10 GiB that are shared",
    "import mmap\nreturn len(mmap.mmap(-1, 10 << 30))",
    /Cannot allocate memory/,
  ],
  ["memory that is a file", "import os\nreturn os.memfd_create('x')", NOT_PERMITTED],
  ["memory of System V", CALL(29, 194, "0, 10 << 30, 0o1600"), NOT_PERMITTED],
  [
    "files without end",
    "import os\nopen_files = []\nwhile True: open_files.append(open('/tmp/file', 'w'))",
    /Too many open files/,
  ],
];

const NETWORK: readonly Escape[] = [
  ["metadata", CONNECT("169.254.169.254"), UNREACHABLE],
  ["metadata in decimal", CONNECT("2852039166"), UNREACHABLE],
  ["metadata in hexadecimal", CONNECT("0xa9fea9fe"), UNREACHABLE],
  ["metadata in octal", CONNECT("0251.0376.0251.0376"), UNREACHABLE],
  ["metadata in IPv6", CONNECT("::ffff:169.254.169.254"), UNREACHABLE],
  [
    "metadata by HTTP",
    "import urllib.request\nreturn urllib.request.urlopen('http://169.254.169.254/', timeout=5).read()",
    UNREACHABLE,
  ],
  [
    "metadata by UDP",
    "import socket\nsocket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('169.254.169.254', 53))",
    UNREACHABLE,
  ],
  ["a private network", CONNECT("10.0.0.1"), UNREACHABLE],
  ["a name that may say anything", CONNECT("rebind.example"), NO_NAME],
  ["a link of the kernel", "import socket\nsocket.socket(16, socket.SOCK_RAW, 0)", NO_FAMILY],
  ["packets", "import socket\nsocket.socket(17, socket.SOCK_RAW, 0)", NO_FAMILY],
  [
    "raw packets",
    "import socket\nsocket.socket(socket.AF_INET, socket.SOCK_RAW, 1)",
    NOT_PERMITTED,
  ],
  [
    "the host of a virtual machine",
    "import socket\nsocket.socket(40, socket.SOCK_STREAM)",
    NO_FAMILY,
  ],
];

describe("a script of Python", () => {
  let runtime: Runtime;
  let victim: ChildProcess;
  let connections = 0;
  const folder = mkdtempSync(join(tmpdir(), "operate-test-"));
  const servers: Server[] = [];
  const listen = async (where: string | number) => {
    const server = createServer(() => {
      connections += 1;
    });
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(where, resolve));
    const address = server.address();
    return typeof address === "object" && address !== null ? address.port : 0;
  };
  let port: number;

  beforeAll(async () => {
    vi.stubEnv("SECRET_OF_THE_SERVER", "canary");
    writeFileSync(join(folder, "canary"), "what no script may read");
    victim = spawn("sleep", ["1000"]);
    await listen(join(folder, "socket"));
    await listen("\0operate-test-python");
    port = await listen(0);
    runtime = await createRuntime({ sandbox: "bubblewrap", maxRunners: 6, memoryMib: 64 });
  });
  afterAll(async () => {
    await runtime[Symbol.asyncDispose]();
    victim.kill("SIGKILL");
    for (const server of servers) {
      server.close();
    }
    rmSync(folder, { recursive: true });
  });
  afterEach(async () => {
    const next = await runScript(runtime, "def main(value): return value", {
      ...{ language: "python", args: { value: "alive" } },
    });
    expect(next).toMatchObject({ status: "success", result: "alive" });
    expect(isRunning(victim.pid ?? 0)).toBe(true);
    expect(connections).toBe(0);
  });

  async function expectEnd(body: string, end: Escape[2], value?: unknown): Promise<void> {
    const found = await attempt(runtime, body, { language: "python", args: { value } });
    expect(found).toEqual(end instanceof RegExp ? { refused: expect.stringMatching(end) } : end);
  }

  it.each(FILES)("does not see %s", (_, body, end) => expectEnd(body, end));
  it.each(WRITES)("does not write %s", (_, body, end) => expectEnd(body, end));
  it.each(KERNEL)("gets no %s of the kernel", (_, body, end) => expectEnd(body, end));
  it.each(PROCESSES)("gains nothing by %s", (_, body, end) => expectEnd(body, end));
  it.each(MEMORY)("does not take %s", (_, body, end) => expectEnd(body, end));
  it.each(NETWORK)("does not reach %s", (_, body, end) => expectEnd(body, end));

  it("does not see files and folders of the host", async () => {
    await expectEnd("return open(value).read()", MISSING, join(folder, "canary"));
    await expectEnd("import os\nreturn os.listdir(value)", MISSING, folder);
    await expectEnd("return open(value).read()", MISSING, import.meta.filename);
  });

  it("reaches no port of the host, under none of its addresses", async () => {
    const own = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
    const addresses = [
      "127.0.0.1",
      "localhost",
      "0.0.0.0",
      "::1",
      "2130706433",
      "::ffff:127.0.0.1",
    ];
    for (const address of [...addresses, ...own.map(({ address }) => address)]) {
      const end = /refused|unreachable|No route to host|Cannot assign|Invalid argument|gaierror/;
      await expectEnd(CONNECT(address, "value"), end, port);
    }
  });

  it("reaches no Unix socket of the host, by path or by name", async () => {
    const connect = "import socket\nsocket.socket(socket.AF_UNIX).connect(value)";
    await expectEnd(connect, NO_FAMILY, join(folder, "socket"));
    await expectEnd(connect, NO_FAMILY, "\0operate-test-python");
  });

  it("cannot signal a process of the host", async () => {
    await expectEnd("import os\nos.kill(value, 9)", /ProcessLookupError/, victim.pid);
  });

  it("has the environment of its job and nothing of the server's, in C too", async () => {
    const body = `
import ctypes, os
libc = ctypes.CDLL(None)
libc.getenv.restype = ctypes.c_char_p
return [dict(os.environ), libc.getenv(b"SECRET_OF_THE_SERVER"), libc.getenv(b"PATH")]`;
    const options = { language: "python" as const, env: { OPERATE_TOKEN: "mine" } };
    expect(await attempt(runtime, body, options)).toEqual({
      reached: [{ OPERATE_TOKEN: "mine" }, null, null],
    });
  });

  it("shows nothing of its job on its command line", async () => {
    const body = "import sys\nreturn [sys.argv, sys.orig_argv[-1]]";
    const options = { language: "python" as const, env: { OPERATE_TOKEN: "canary" } };
    expect(await attempt(runtime, body, { ...options, args: { value: "canary" } })).toEqual({
      reached: [["main.py"], "/runner/files/python/wrapper/main.py"],
    });
  });

  it("leaves nothing for another workspace", async () => {
    const content = `
import os
def main(value):
  before = os.listdir("/tmp")
  open("/tmp/" + value, "w").write(value)
  return before`;
    const leave = async (workspace: string) => {
      const options = { language: "python" as const, workspace, args: { value: workspace } };
      return (await runScript(runtime, content, options)).result;
    };
    expect([await leave("first"), await leave("second"), await leave("first")]).toEqual([
      [],
      [],
      ["first"],
    ]);
  });

  it("does not outlive its job in a thread", async () => {
    const content = `
import threading, time
def spin():
  while True: time.sleep(0.01)
def main():
  before = threading.active_count()
  threading.Thread(target=spin, daemon=True).start()
  return before`;
    for (const _ of [1, 2]) {
      expect(await runScript(runtime, content, { language: "python" })).toMatchObject({
        result: 1,
      });
    }
  });
});
