// What Python's values become: arguments by name, results as JSON, exceptions as failures.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createRuntime, type Runtime } from "../../src/index.ts";
import { type RunScriptOptions, runScript } from "../../src/testing.ts";

let runtime: Runtime;
beforeAll(async () => {
  runtime = await createRuntime({
    sandbox: "bubblewrap",
    maxRunners: 3,
    maxResultBytes: 1_000_000,
  });
});
afterAll(() => runtime[Symbol.asyncDispose]());

const run = (content: string, options: RunScriptOptions = {}) =>
  runScript(runtime, content, { language: "python", ...options });

// One version evaluates all of them, so that they cost no process each.
const EVALUATING = `
import asyncio, collections, dataclasses, datetime, decimal, enum, pathlib, types, typing, uuid
@dataclasses.dataclass
class Item:
  name: str
  when: datetime.date = datetime.date(2024, 2, 29)
  total: typing.ClassVar[int] = 7
class Color(enum.Enum):
  RED = "red"
class Level(enum.IntEnum):
  HIGH = 3
class Size(str, enum.Enum):
  BIG = "big"
class Mode(enum.Flag):
  READ = 1
  WRITE = 2
Point = collections.namedtuple("Point", "x y")
def cycle():
  items = []
  items.append(items)
  return items
def nested(depth):
  items = []
  for _ in range(depth - 1):
    items = [items]
  return items
def numbers():
  yield 1
  yield 2
async def later(value):
  await asyncio.sleep(0)
  return value
async def stream():
  yield "a"
  await asyncio.sleep(0)
  yield {"b": None}
def main(expression): return eval(expression)`;

const evaluate = async (expression: string) => {
  const parameters = ["expression"];
  return await run(EVALUATING, { parameters, args: { expression } });
};

describe("a result of Python", () => {
  it.each([
    ["None", null],
    ["(1, 'a', [True])", [1, "a", [true]]],
    ["{1: 'a', None: 'b', 2.5: 'c'}", { 1: "a", null: "b", 2.5: "c" }],
    ["datetime.datetime(2024, 2, 29, 12, 30)", "2024-02-29T12:30:00"],
    ["datetime.datetime(2024, 2, 29, tzinfo=datetime.timezone.utc)", "2024-02-29T00:00:00+00:00"],
    ["[datetime.date(2024, 2, 29), datetime.time(12, 30)]", ["2024-02-29", "12:30:00"]],
    ["datetime.timedelta(minutes=1, milliseconds=500)", 60.5],
    ["decimal.Decimal('0.10')", "0.10"],
    ["uuid.UUID(int=1)", "00000000-0000-0000-0000-000000000001"],
    ["pathlib.Path('/a/b')", "/a/b"],
    ["[Color.RED, Level.HIGH, Size.BIG, Mode.READ | Mode.WRITE]", ["red", 3, "big", 3]],
    ["{Size.BIG: 1}", { big: 1 }],
    ["b'\\x00\\xff'", "AP8="],
    ["[bytearray(b'a'), memoryview(b'b')]", ["YQ==", "Yg=="]],
    ["[Item('a'), {'in': Item('b')}]", [item("a"), { in: item("b") }]],
    ["[{1}, frozenset('a'), collections.deque([2]), range(3)]", [[1], ["a"], [2], [0, 1, 2]]],
    ["[{'a': 1}.keys(), {'a': 1}.values()]", [["a"], [1]]],
    ["types.MappingProxyType({'a': 1})", { a: 1 }],
    ["Point(1, 2)", [1, 2]],
    ["'\\ud800'", "\ud800"],
    ["'\\u2028 é 🦆'", "\u2028 é 🦆"],
    ["later(5)", 5],
    ["numbers()", [1, 2]],
    ["map(str, [1, 2])", ["1", "2"]],
    ["later(numbers())", [1, 2]],
    ["stream()", ["a", { b: null }]],
    ["later(stream())", ["a", { b: null }]],
  ])("is %s in JSON", async (expression, result) => {
    expect(await evaluate(expression)).toMatchObject({ status: "success", result });
  });

  it.each([
    ["main", "function has no form in JSON"],
    ["object()", "object has no form in JSON"],
    ["[1, numbers()]", "generator has no form in JSON"],
    ["Item", "type has no form in JSON"],
    ["1j", "complex has no form in JSON"],
    ["float('nan')", "not JSON compliant"],
    ["[-float('inf')]", "not JSON compliant"],
    ["cycle()", "Circular reference"],
    ["{(1, 2): 3}", "keys must be"],
    ["nested(100_000)", "too deeply nested"],
    ["10 ** 5000", "integer string"],
  ])("fails when it is %s", async (expression, reason) => {
    const { status, result } = await evaluate(expression);
    expect(status).toBe("failure");
    expect(result).toMatchObject({
      error: {
        name: expect.stringMatching(/^(TypeError|ValueError)$/),
        message: expect.stringMatching(/^The result of main .*JSON.*/),
      },
    });
    expect(JSON.stringify(result)).toContain(reason);
  });

  it("keeps all digits of a number", async () => {
    const results: string[] = [];
    const job = { args: '{"value": 123456789012345678901234567890}', timeoutSeconds: 20, env: {} };
    const options = {
      onLog: () => undefined,
      onChunk: () => Promise.resolve(),
      onCall: () => Promise.resolve({ status: 404, body: "{}" }),
    };
    const version = {
      ...{ workspace: "main", hash: "0".repeat(16), path: "u/tester/digits" },
      ...{ language: "python" as const, parameters: [] },
      content: "def main(value): return [value, value + 1]",
      limits: { network: true, memoryMib: null, fresh: false },
    };
    const { signal } = new AbortController();
    results.push((await runtime.run(version, job, { ...options, signal })).result);
    expect(results).toEqual(["[123456789012345678901234567890,123456789012345678901234567891]"]);
  });

  it("may be nested as deeply as the server takes", async () => {
    expect(await evaluate("nested(1000)")).toMatchObject({ status: "success" });
    expect(await evaluate("nested(1001)")).toMatchObject({ status: "failure" });
  });

  it("fails when it is too large, streamed or not", async () => {
    const message = "The result is larger than 1000000 bytes";
    for (const expression of ["'x' * 1_000_000", "('x' * 1000 for _ in iter(int, 1))"]) {
      expect(await evaluate(expression)).toMatchObject({ result: { error: { message } } });
    }
  });
});

function item(name: string) {
  return { name, when: "2024-02-29" };
}

describe("arguments of Python", () => {
  const binding = async (parameters: string, args: Readonly<Record<string, unknown>>) =>
    (await run(`def main(${parameters}): return locals()`, { args })).result;

  it.each([
    ["a, b=2", { a: 1 }, { a: 1, b: 2 }],
    ["a, b=2", { b: 1, a: null }, { a: null, b: 1 }],
    ["a, /, b, *, c", { a: 1, b: 2, c: 3 }, { a: 1, b: 2, c: 3 }],
    ["a=1, b=2, /", { b: 5 }, { a: 1, b: 5 }],
    ["a, *rest", { a: 1, rest: [2, 3] }, { a: 1, rest: [2, 3] }],
    ["a=0, *rest", { rest: [2] }, { a: 0, rest: [2] }],
    ["a, *rest", { a: 1, rest: 2 }, { a: 1, rest: [2] }],
    ["a, **others", { a: 1, b: 2, c: 3 }, { a: 1, others: { b: 2, c: 3 } }],
    ["a, *rest, b=1, **others", { a: 1, x: 2 }, { a: 1, rest: [], b: 1, others: { x: 2 } }],
    ["**others", { self: 1, __proto__: 2 }, { others: { self: 1 } }],
    ["a", { a: 1, other: 2 }, { a: 1 }],
  ])("are bound to (%s)", async (parameters, args, bound) => {
    expect(await binding(parameters, args)).toEqual(bound);
  });

  it("are bound to the main that is there when the job starts", async () => {
    const content = `
def main(a):
  global main
  def main(b): return {"b": b}
  return {"a": a}`;
    const args = { a: 1, b: 2 };
    expect((await run(content, { args })).result).toEqual({ a: 1 });
    expect((await run(content, { args })).result).toEqual({ b: 2 });
  });

  it.each(["a", "a, /", "*, a"])("that are missing for (%s) are named", async (parameters) => {
    expect(await binding(parameters, {})).toMatchObject({
      error: { name: "TypeError", message: expect.stringMatching(/missing 1 required .*'a'/) },
    });
  });

  it("pass decorators, partial functions and objects that can be called", async () => {
    const wrapped = `
import functools
def twice(function):
  @functools.wraps(function)
  def inner(*args, **kwargs): return [function(*args, **kwargs)] * 2
  return inner
@twice
def main(value): return value`;
    const partial = `
import functools
def add(a, b, value): return a + b + value
main = functools.partial(add, 1, b=2)`;
    const object = "class Adder:\n  def __call__(self, value): return value + 1\nmain = Adder()";
    const args = { value: 1 };
    expect((await run(wrapped, { args })).result).toEqual([1, 1]);
    expect((await run(partial, { args })).result).toBe(4);
    expect((await run(object, { args })).result).toBe(2);
  });

  it.each(["def preprocessor(event)", "async def preprocessor(event)"])(
    "are made by %s of the event",
    async (head) => {
      const content = `${head}: return {"name": event["body"]["n"]}\ndef main(name): return name`;
      const version = { args: { body: { n: "é" } }, preprocess: true };
      expect(await run(content, version)).toMatchObject({ status: "success", result: "é" });
    },
  );

  it("must come as a dict from a preprocessor", async () => {
    const content = "def preprocessor(event): return 5\ndef main(): return 1";
    expect(await run(content, { preprocess: true })).toMatchObject({
      result: { error: { message: expect.stringContaining("must return a dict") } },
    });
  });
});

describe("an exception of Python", () => {
  it("is told with its name, message, public attributes and the script's own lines", async () => {
    const content = `import json
class Refused(Exception):
  def __init__(self, code):
    super().__init__("refused")
    self.code = code
    self.reasons = {"a": [1]}
    self._secret = "hidden"
    self.handler = print
def inner():
  raise Refused(7)
def main():
  json.loads("[1]", object_hook=None)
  try:
    json.loads("{")
  except ValueError as error:
    inner()`;
    const { result } = await run(content);
    expect(result).toEqual({
      error: {
        ...{ name: "Refused", message: "refused", code: 7, reasons: { a: [1] } },
        stack: expect.stringMatching(
          /^Traceback[\s\S]*File "main.py", line 14, in main[\s\S]*During handling[\s\S]*File "main.py", line 16, in main\n {4}inner\(\)[\s\S]*line 10, in inner[\s\S]*Refused: refused$/,
        ),
      },
    });
    expect(JSON.stringify(result)).not.toMatch(/json\/|\/lib|\/work|\/runner|wrapper/);
  });

  it.each([
    ["raise KeyError('a')", { name: "KeyError", message: "'a'" }],
    ["raise KeyboardInterrupt", { name: "KeyboardInterrupt", message: "" }],
    ["raise MemoryError", { name: "MemoryError", message: expect.stringContaining("more memory") }],
    ["return 1 / 0", { name: "ZeroDivisionError", message: "division by zero" }],
    ["return main()", { name: "RecursionError", message: expect.stringContaining("recursion") }],
    ["return [0] * 10 ** 11", { name: "MemoryError" }],
    [
      "\n  class Odd(Exception):\n    def __str__(self): raise self\n  raise Odd",
      { name: "Error", message: "Something unprintable was raised" },
    ],
    ["raise ValueError('at /work/main.py')", { name: "ValueError", message: "at main.py" }],
  ])("of `%s` is a failure", async (body, error) => {
    expect(await run(`def main(): ${body}`)).toMatchObject({
      status: "failure",
      result: { error },
    });
  });

  it.each([
    ["def main(:", "SyntaxError", /line 1/],
    ["import nothing_of_this_name", "ModuleNotFoundError", /nothing_of_this_name/],
    ["raise ValueError('early')", "ValueError", /early/],
    ["x = 1", "TypeError", /has no function `main`/],
    ["main = 5", "TypeError", /has no function `main`/],
  ])("while `%s` is read is a failure too", async (content, name, message) => {
    expect(await run(content)).toMatchObject({
      status: "failure",
      result: { error: { name, message: expect.stringMatching(message) } },
    });
  });

  it.each([
    ["sys.exit(0)", "exit code 0", ""],
    ["sys.exit('over')", "exit code 1", "over\n"],
    ["os._exit(9)", "exit code 9", ""],
    ["os.abort()", "SIGABRT", ""],
  ])("by %s ends the process", async (expression, reason, logs) => {
    const ended = await run(`import os, sys\ndef main(): ${expression}`);
    expect(ended.result).toMatchObject({
      error: { name: "ExitError", message: expect.stringContaining(reason) },
    });
    expect(ended.logs).toBe(logs);
  });
});

describe("a stream of Python", () => {
  it.each(["def", "async def"])("X15 comes live and in order with the log, by %s", async (head) => {
    const events: string[] = [];
    let isLog = false;
    const { result } = await run(
      `${head} main():
  print("before", end="")
  yield {"a": 1}
  print("between")
  yield None
  print("behind")`,
      {
        onLog(text) {
          // What is written at once may be read in two pieces.
          events.push((isLog ? events.pop() : "") + text);
          isLog = true;
        },
        async onChunk(json) {
          events.push(json);
          isLog = false;
        },
      },
    );
    expect(events).toEqual(["before", '{"a":1}', "between\n", "null", "behind\n"]);
    expect(result).toEqual([{ a: 1 }, null]);
  });

  it("lets the other tasks of a script go on while it waits", async () => {
    const { promise: isTaken, resolve: take } = Promise.withResolvers<void>();
    const content = `import asyncio
async def tick():
  await asyncio.sleep(0.01)
  print("ticked")
async def main():
  task = asyncio.create_task(tick())
  yield 1
  await task`;
    const onLog = () => take();
    const run1 = await run(content, { onLog, onChunk: () => isTaken, timeoutSeconds: 20 });
    expect(run1).toMatchObject({ status: "success", result: [1], logs: "ticked\n" });
  });
});

describe("a module of Python", () => {
  it("has the file's name, is found by its classes, and is not the main program", async () => {
    const content = `
import sys, typing
class Node(typing.NamedTuple):
  next: "Node | None" = None
if __name__ == "__main__":
  raise SystemExit(1)
def main():
  return [__name__, __file__.rpartition("/")[2], sys.argv, list(typing.get_type_hints(Node))]`;
    expect((await run(content)).result).toEqual(["main", "main.py", ["main.py"], ["next"]]);
  });

  it("has names of its own beside those of the program that runs it", async () => {
    const content = `
import sys
def main():
  return [name for name in ("channel", "results", "json_text") if name in sys.modules]`;
    expect((await run(content)).result).toEqual([]);
  });

  it("prints whatever it wants", async () => {
    const { logs } = await run("def main(): print('\\ud800 é 🦆')");
    expect(logs).toBe("\\ud800 é 🦆\n");
  });
});
