// Whole scripts as people write them, with what their arguments accept and refuse.
import type { JsonSchema } from "@getoperate/contract";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { infer, signatureOf, withoutDialect } from "../../../test/python/inferrer.ts";

const text = { type: "string" };
const integer = { type: "integer" };

function accepts(schema: JsonSchema, value: unknown): boolean {
  return new Ajv2020({ strict: false, logger: false }).compile(schema)(value);
}

/** Properties of the arguments of a script. */
async function argumentsOf(content: string): Promise<unknown> {
  return (await signatureOf(content)).schema["properties"];
}

interface ScriptCase {
  readonly script: string;
  readonly accepted: readonly unknown[];
  readonly refused: readonly unknown[];
}

const SCRIPTS: Readonly<Record<string, ScriptCase>> = {
  "an order with nested classes, quoted and ahead of their definition": {
    script: `
from __future__ import annotations
from dataclasses import dataclass, field
from typing import Literal, TYPE_CHECKING
if TYPE_CHECKING:
  from decimal import Decimal

def main(order: Order, dry_run: bool = False) -> Receipt:
  ...

@dataclass
class Order:
  lines: list[Line]
  currency: Literal["EUR", "USD"] = "EUR"
  customer: Customer | None = None

@dataclass
class Line:
  sku: str
  count: int = 1
  price: Decimal | None = None

@dataclass(slots=True)
class Customer:
  name: str
  parent: Customer | None = None

class Receipt: pass
`,
    accepted: [
      { order: { lines: [] } },
      { order: { lines: [{ sku: "a", price: "1.20" }], currency: "USD" }, dry_run: true },
      { order: { lines: [], customer: { name: "a", parent: { name: "b", parent: null } } } },
    ],
    refused: [
      {},
      { order: {} },
      { order: { lines: [{ count: 1 }] } },
      { order: { lines: [{ sku: "a", count: "1" }] } },
      { order: { lines: [], currency: "GBP" } },
      { order: { lines: [], customer: { name: "a", parent: { name: 5 } } } },
      { order: { lines: [] }, dry_run: "yes" },
    ],
  },
  "a webhook with TypedDicts": {
    script: `
from typing import TypedDict, NotRequired, Required, Any
class Repository(TypedDict):
  full_name: str
  private: bool
class Base(TypedDict, total=False):
  action: Required[str]
  sender: dict[str, Any]
class Push(Base):
  repository: Repository
  commits: NotRequired[list["Commit"]]
class Commit(TypedDict):
  id: str
  added: list[str]
def main(body: Push): return body["repository"]["full_name"]
`,
    accepted: [
      { body: { action: "push", repository: { full_name: "a/b", private: true } } },
      {
        body: {
          ...{ action: "push", repository: { full_name: "a/b", private: false }, sender: { a: 1 } },
          commits: [{ id: "1", added: ["x"] }],
        },
      },
    ],
    refused: [
      { body: { repository: { full_name: "a/b", private: true } } },
      { body: { action: "push" } },
      { body: { action: "push", repository: { full_name: "a/b" } } },
      {
        body: { action: "p", repository: { full_name: "a", private: true }, commits: [{ id: 1 }] },
      },
      { body: { action: "p", repository: { full_name: "a", private: true }, sender: [] } },
    ],
  },
  "old habits: None as a default of what is not optional, type comments, mutable defaults": {
    script: `
# -*- coding: latin-1 -*-
import os, sys
DEBUG = False
def main(name: str = None, count = 3, tags: list = [], options: dict = {}, level: 'int' = -1):
    # type: (str, int, list, dict, int) -> None
    pass
`,
    accepted: [{}, { name: null }, { name: "a", count: "anything", tags: [1], level: -5 }],
    refused: [{ name: 5 }, { tags: {} }, { options: [] }, { level: 1.5 }, { level: null }],
  },
  "positional-only and keyword-only parameters, rest and names": {
    script: "def main(a: int, /, b: str = 'x', *numbers: int, key: bool, **others: float): ...",
    accepted: [
      { a: 1, key: true },
      { a: 1, b: "y", numbers: [1, 2], key: false, more: 1.5 },
    ],
    refused: [
      { a: 1 },
      { key: true },
      { a: 1, key: true, numbers: ["1"] },
      { a: 1, key: true, more: "text" },
    ],
  },
  "names of an unpacked TypedDict": {
    script: `
from typing import TypedDict, Unpack, NotRequired
class Options(TypedDict):
  size: int
  color: NotRequired[str]
def main(name: str, **options: Unpack[Options]): ...
`,
    accepted: [
      { name: "a", size: 1 },
      { name: "a", size: 1, color: "red" },
    ],
    refused: [{ name: "a" }, { name: "a", size: "1" }, { name: "a", size: 1, color: 5 }],
  },
  "a generic envelope": {
    script: `
from dataclasses import dataclass
from typing import Generic, TypeVar, Union, Optional
K = TypeVar("K"); V = TypeVar("V")
Maybe = Optional[V]
@dataclass
class Envelope(Generic[K, V]):
  key: K
  value: "Maybe[V]"
  next: "Optional[Envelope[K, V]]" = None
def main(first: Envelope[str, int], second: Envelope[int, list[str]]): ...
`,
    accepted: [
      { first: { key: "a", value: 1 }, second: { key: 1, value: ["a"] } },
      {
        first: { key: "a", value: null, next: { key: "b", value: 2 } },
        second: { key: 1, value: null },
      },
    ],
    refused: [
      { first: { key: 1, value: 1 }, second: { key: 1, value: [] } },
      { first: { key: "a", value: 1 }, second: { key: 1, value: [1] } },
      { first: { key: "a", value: 1, next: { key: 5, value: 1 } }, second: { key: 1, value: [] } },
    ],
  },
  "names that are imported under others and from modules": {
    script: `
import typing as T, enum as E, datetime, collections.abc as abc
try:
  from typing import Literal as L
except ImportError:
  L = None
class Kind(str, E.Enum):
  A = "a"
  B = "b"
  @classmethod
  def parse(cls, text): return cls(text)
def main(kind: Kind, mode: L["r", "w"], since: T.Optional[datetime.date], rows: abc.Sequence[T.Dict[str, int]] = ()): ...
`,
    accepted: [
      { kind: "a", mode: "r", since: null },
      { kind: "b", mode: "w", since: "2024-02-29", rows: [{ a: 1 }] },
    ],
    refused: [
      { kind: "c", mode: "r", since: null },
      { kind: "a", mode: "x", since: null },
      { kind: "a", mode: "r", since: 5 },
      { kind: "a", mode: "r" },
      { kind: "a", mode: "r", since: null, rows: [{ a: "1" }] },
    ],
  },
  "a tree of JSON": {
    script: `
from typing import Union
JSON = Union[dict[str, "JSON"], list["JSON"], str, int, None]
def main(tree: JSON): return tree
`,
    accepted: [{ tree: { a: [1, { b: null }] } }, { tree: "a" }],
    refused: [{ tree: { a: [1, { b: 1.5 }] } }, { tree: true }, {}],
  },
  "enumerations of numbers, with gaps and by auto": {
    script: `
from enum import IntEnum, auto, unique
@unique
class Priority(IntEnum):
  LOW = 10
  MIDDLE = auto()
  HIGH = 1 << 5
DEFAULT = Priority.LOW
def main(p: Priority = Priority.HIGH, q: Priority = DEFAULT, r: int = Priority.LOW.value): ...
`,
    accepted: [{}, { p: 10 }, { p: 11, q: 32 }],
    refused: [{ p: 12 }, { q: "LOW" }, { r: "a" }],
  },
};

describe("signatures of scripts", () => {
  it.each(Object.keys(SCRIPTS))("accept and refuse what they should: %s", async (name) => {
    const { script, accepted, refused } = SCRIPTS[name] ?? {
      script: "",
      accepted: [],
      refused: [],
    };
    const { schema } = await signatureOf(script);
    expect(accepted.filter((value) => !accepts(schema, value))).toEqual([]);
    expect(refused.filter((value) => accepts(schema, value))).toEqual([]);
  });

  it("keep the order of the parameters, and tell which one takes the rest", async () => {
    const { parameters, schema } = await signatureOf("def main(z, a, /, m, *rest, k, **o): ...");
    expect(parameters).toEqual([
      ...["z", "a", "m"].map((name) => ({ name, rest: false })),
      { name: "rest", rest: true },
      { name: "k", rest: false },
    ]);
    expect(Object.keys(Object(schema["properties"]))).toEqual(["z", "a", "m", "rest", "k"]);
    expect(schema["required"]).toEqual(["z", "a", "m", "k"]);
  });

  it("have the defaults that are constants, and no others", async () => {
    const content = `import os
LIMIT = 2 * 60
NAME = "a" "b"
RATES = {"a": [1, 2.5]}
def main(a=-1, b=LIMIT, c=NAME + "c", d=(1, None), e=RATES, f=b"x", g=0xFF, h=1e400, i=os.name,
         j=f"{NAME}", k=[] , l=not True, m=..., n=dict(), o=10 ** 20, p=9 ** 9 ** 9): ...`;
    const properties = Object.entries(Object(await argumentsOf(content)));
    const defaults = properties.map(([name, schema]) => [name, Object(schema).default]);
    expect(Object.fromEntries(defaults)).toEqual({
      ...{ a: -1, b: 120, c: "abc", d: [1, null], e: { a: [1, 2.5] }, f: "eA==", g: 255 },
      ...{ k: [], l: false, n: {}, o: 10 ** 20 },
    });
  });

  const DOCSTRINGS = {
    Google: `"""Sends a letter.

    It goes by post.

    Args:
        to (str): who gets it,
            by name
        count: how many: at least one
        **options: others

    Returns:
        str: its number

    Raises:
        ValueError: never
    """`,
    NumPy: `"""
    Sends a letter.

    It goes by post.

    Parameters
    ----------
    to : str
        who gets it,
        by name
    count : int, optional
        how many: at least one

    Returns
    -------
    str
        its number
    """`,
    reST: `"""Sends a letter.

    It goes by post.

    :param str to: who gets it,
        by name
    :param count: how many: at least one
    :type count: int
    :raises ValueError: never
    :returns: its number
    :rtype: str
    """`,
  };

  it.each(Object.entries(DOCSTRINGS))(
    "have the descriptions of a docstring, %s",
    async (_, doc) => {
      const content = `def main(to: str, count: int = 1, **options) -> str:\n    ${doc}\n`;
      const { schema, resultSchema } = await signatureOf(content);
      expect(schema["description"]).toBe("Sends a letter.\n\nIt goes by post.");
      expect(schema["properties"]).toEqual({
        to: { ...text, description: "who gets it, by name" },
        count: { ...integer, default: 1, description: "how many: at least one" },
      });
      expect(resultSchema).toMatchObject({ ...text, description: "its number" });
    },
  );

  it.each([
    ["def main() -> int: ...", integer, 0],
    ["async def main() -> int: ...", integer, 0],
    ["def main() -> None: ...", { type: "null" }, 0],
    ["def main(): ...", {}, 1],
    ["from typing import Iterator\ndef main() -> Iterator[int]: yield 1", stream(integer), 1],
    [
      "from collections.abc import AsyncGenerator\nasync def main() -> AsyncGenerator[int, None]: yield 1",
      ...[stream(integer), 1],
    ],
    [
      "import typing as t\ndef main() -> 't.Generator[int, str, None]': yield 1",
      stream(integer),
      1,
    ],
    ["def main():\n  yield 1", { type: "array" }, 1],
    ["def main():\n  def inner(): yield 1\n  return 5", {}, 1],
    ["from typing import Awaitable\ndef main() -> Awaitable[int]: ...", integer, 0],
    [
      "from typing import Any, Coroutine\ndef main() -> Coroutine[Any, Any, list[int]]: ...",
      ...[stream(integer), 0],
    ],
    ["from typing import NoReturn\ndef main() -> NoReturn: ...", {}, 0],
  ] as const)("know what `%s` returns", async (content, schema, warnings) => {
    const signature = await signatureOf(content);
    expect(withoutDialect(signature.resultSchema)).toEqual(schema);
    expect(signature.warnings).toHaveLength(warnings);
  });

  it.each([
    ["main = lambda a, b=1: a", { a: {}, b: { default: 1 } }],
    ["def run(a: int): ...\nmain = run", { a: integer }],
    ["def run(a: int): ...\nstart = run\nmain = start", { a: integer }],
    ["if True:\n  def main(a: int): ...\nelse:\n  def main(b): ...", { a: integer }],
    ["try:\n  import x\nexcept ImportError:\n  x = None\ndef main(a: int): ...", { a: integer }],
    [
      "from typing import overload\n@overload\ndef main(a: str): ...\ndef main(a: int): ...",
      { a: integer },
    ],
    ["import functools\n@functools.cache\ndef main(a: int): ...", { a: integer }],
    ["class A:\n  def main(self): ...\ndef main(a: int): ...", { a: integer }],
    ["\ufeffdef main(a: int): ...", { a: integer }],
    ["def main(a: int):\r\n  return a\r\n", { a: integer }],
    ["def main(self, cls, class_, 名: str): ...", { self: {}, cls: {}, class_: {}, 名: text }],
    ["def main(__proto__: int): ...", JSON.parse('{"__proto__": {"type": "integer"}}')],
  ])("find the main of `%s`", async (content, properties) => {
    expect(await argumentsOf(content)).toEqual(properties);
  });

  it.each([
    "import functools\nmain = functools.partial(print, 1)",
    "from os import getcwd as main",
    "from math import *",
    "class main:\n  def __init__(self, a): ...",
    "main = make()",
    "main, other = make()\ndef make(): ...\nmain = make()",
  ])("leave open what the parameters of `%s` are", async (content) => {
    const { schema, parameters, warnings } = await signatureOf(content);
    expect(withoutDialect(schema)).toEqual({ type: "object", properties: {} });
    expect(parameters).toEqual([]);
    expect(warnings).toEqual([expect.stringContaining("cannot be known")]);
  });

  it("say so when a decorator may change how main is called", async () => {
    const content = "def d(f): return f\n@d\ndef main(a: int) -> int: return a";
    expect((await signatureOf(content)).warnings).toEqual([
      "main is described as if it were not decorated with d.",
    ]);
  });

  it.each([
    ["def preprocessor(event): ...", true],
    ["async def preprocessor(event): ...", true],
    ["preprocessor = lambda event: event", true],
    ["class A:\n  def preprocessor(self): ...", false],
    ["# def preprocessor", false],
  ])("know whether there is a preprocessor: `%s`", async (content, found) => {
    const signature = await signatureOf(`${content}\ndef main(): ...`);
    expect(signature.hasPreprocessor).toBe(found);
  });

  it("know the syntax of Python 3.12, where this machine has it", async () => {
    const content = `type Pair[T] = tuple[T, T]
type Tree = dict[str, Tree] | int
def main[N: int, M: (int, str), A](p: Pair[str], t: Tree, n: N, m: M, a: A,
  *rest: *tuple[int, *tuple[str, ...]]): ...`;
    const answer = await infer(content);
    if (answer.ok) {
      expect(answer.signature.schema).toMatchObject({
        properties: {
          p: { type: "array", prefixItems: [text, text] },
          t: { $ref: "#/$defs/Tree" },
          ...{ n: integer, m: { type: ["integer", "string"] }, a: {} },
          rest: { type: "array", prefixItems: [integer], items: text, minItems: 1 },
        },
      });
    } else {
      expect(answer.fault).toMatchObject({
        line: 1,
        message: expect.stringMatching(/^SyntaxError/),
      });
    }
  });
});

function stream(items: object) {
  return { type: "array", items };
}
