import { createRuntime } from "../../src/index.ts";
import { executorSuite } from "../../src/testing.ts";

executorSuite(
  {
    language: "python",
    echo: "def main(value): return value",
    throwing: `
class Broken(Exception):
  def __init__(self, message):
    super().__init__(message)
    self.code = 7
async def main(value): raise Broken(value)`,
    exiting: "import sys\ndef main(value=None): sys.exit(3)",
    busy: "def main(value):\n  while True: pass",
    waiting: `
import time
def main(value):
  print("waiting", end="")
  time.sleep(1000)`,
    logging: 'def main(value):\n  print("x" * value)\n  return "done"',
    interleaving: `
import sys
def main():
  print("out")
  print("err", file=sys.stderr)
  print("out")`,
    returningNoJson: "def main(): return {'f': main}",
    environment: "import os\ndef main(): return os.environ",
    counting: `
count = 0
def main():
  global count
  count += 1
  return count`,
    allocating: `
def main(value):
  taken = []
  while True: taken.append(bytearray(1024 ** 3))`,
    notParsing: "def main(:",
    withoutMain: "other = 1",
    preprocessing: `
def preprocessor(event): return {"value": event["body"]}
def main(value): return value`,
    streamingThenThrowing: "def main(value):\n  yield 1\n  raise ValueError(value)",
    streaming: "def main(value):\n  yield 1\n  yield value",
  },
  () => createRuntime({ sandbox: "bubblewrap", maxRunners: 4, memoryMib: 128 }),
);
