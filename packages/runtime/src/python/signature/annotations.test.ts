// One script has all the annotations, each as a parameter and as a part of the result, so that
// Python is started twice and not for each.
import type { JsonSchema, Signature } from "@getoperate/contract";
import { beforeAll, describe, expect, it } from "vitest";
import { signatureOf } from "../../../test/python/inferrer.ts";

const text = { type: "string" };
const integer = { type: "integer" };
const number = { type: "number" };
const nothing = { type: "null" };
const base64 = { type: "string", contentEncoding: "base64" };
const list = (items: object) => ({ type: "array", items });
const map = (additionalProperties: object) => ({ type: "object", additionalProperties });
const fixed = (...prefixItems: object[]) => ({
  ...{ type: "array", prefixItems, minItems: prefixItems.length, maxItems: prefixItems.length },
});
const object = (properties: object, required = Object.keys(properties)) => ({
  ...{ type: "object", properties },
  ...(required.length === 0 ? {} : { required }),
});

const TYPES = `
import collections.abc
import datetime as dt
import decimal, enum, pathlib, re, typing, uuid
import typing as t
from collections import OrderedDict, defaultdict, deque, namedtuple
from dataclasses import InitVar, KW_ONLY, dataclass, field
from enum import Enum, IntEnum, IntFlag, auto
from typing import (Annotated, Any, Callable, ClassVar, Dict, Generic, Iterable, List, Literal,
  Mapping, NamedTuple, NewType, Optional, Sequence, Set, Tuple, TypedDict, TypeVar, Union, Unpack)
from typing_extensions import NotRequired, Required, TypeAlias
import pandas as pd

LIMIT = 10
T = TypeVar("T")
N = TypeVar("N", int, str)
B = TypeVar("B", bound=dict)
UserId = NewType("UserId", int)
Text = str
Json = Union[Dict[str, "Json"], List["Json"], str, int, float, bool, None]
Names: TypeAlias = "list[str]"
Pair = Tuple[T, T]

class Color(Enum):
  RED = "red"
  BLUE = "b" + "lue"
  CRIMSON = RED
  _ignored = 1
  def lower(self): return self.value
class Level(IntEnum):
  LOW = auto()
  HIGH = auto()
class Access(IntFlag):
  READ = auto()
  WRITE = auto()
class Mixed(Enum):
  A = "a"
  B = 2
  C = None
  D = (1, 2)
class Computed(Enum):
  A = compute()
Called = Enum("Called", "ONE TWO")
class Bare(Enum):
  pass

class Address(TypedDict):
  street: str
  zip: NotRequired[str]
class Person(Address, total=False):
  name: Required[Annotated[str, "the name"]]
  age: int
Point2 = TypedDict("Point2", {"x": int, "y-z": "float"})

class Point(NamedTuple):
  x: int
  y: float = 0.5
Old = namedtuple("Old", "a b, c", defaults=[1])

@dataclass
class Base:
  id: int
  total: ClassVar[int] = 0
@dataclass(frozen=True)
class Order(Base):
  """An order.

  Attributes:
    items: what was ordered
  """
  items: List[str] = field(default_factory=list)
  note: Optional[str] = None
  _: KW_ONLY
  limit: int = LIMIT
  """The most that is sent."""
  computed: str = field(init=False)
  seed: InitVar[int] = 5
@dataclass
class Box(Generic[T]):
  content: T
@dataclass
class Node:
  value: int
  children: "list[Node]"
class Outer:
  @dataclass
  class Inner:
    a: int
class Plain:
  a: int
class Headers(Dict[str, int]): pass
class Id(str): pass
class Sub(Id): pass
class Weird(pd.DataFrame): pass
`;

type Case = readonly [annotation: string, schema: JsonSchema, result?: JsonSchema];

const CASES: readonly Case[] = [
  ["str", text],
  ["int", integer],
  ["float", number],
  ["bool", { type: "boolean" }],
  ["None", nothing],
  ["Any", {}],
  ["object", {}],
  ["'str'", text],
  ["Text", text],
  ["UserId", integer],
  ["typing.Text", text],
  ["bytes", base64],
  ["complex", {}],
  ["dt.datetime", { type: "string", format: "date-time" }],
  ["dt.date", { type: "string", format: "date" }],
  ["dt.time", { type: "string", format: "time" }],
  ["dt.timedelta", number],
  ["decimal.Decimal", { type: ["string", "number"] }, text],
  ["uuid.UUID", { type: "string", format: "uuid" }],
  ["pathlib.Path", text],
  ["list", { type: "array" }],
  ["List", { type: "array" }],
  ["list[str]", list(text)],
  ["t.List[int]", list(integer)],
  ["Sequence[str]", list(text)],
  ["collections.abc.Iterable[int]", list(integer)],
  ["deque[int]", list(integer)],
  ["Names", list(text)],
  ["set[int]", { ...list(integer), uniqueItems: true }],
  ["Set", { type: "array", uniqueItems: true }],
  ["frozenset[str]", { ...list(text), uniqueItems: true }],
  ["tuple", { type: "array" }],
  ["tuple[int, str]", fixed(integer, text)],
  ["Tuple[int, ...]", list(integer)],
  ["tuple[()]", { type: "array", maxItems: 0 }],
  [
    "tuple[int, Unpack[Tuple[str, ...]]]",
    { type: "array", prefixItems: [integer], items: text, minItems: 1 },
  ],
  ["Pair[int]", fixed(integer, integer)],
  ["dict", { type: "object" }],
  ["Dict[str, int]", map(integer)],
  ["dict[int, list[str]]", map(list(text))],
  ["Mapping[str, Any]", map({})],
  ["defaultdict[str, int]", map(integer)],
  ["OrderedDict", { type: "object" }],
  ["typing.Counter[str]", map(integer)],
  ["Optional[str]", { type: ["string", "null"] }],
  ["str | None", { type: ["string", "null"] }],
  ["None | str | int", { type: ["string", "integer", "null"] }],
  ["Union[int, float]", number],
  ["Union[str, Optional[int], str]", { type: ["string", "integer", "null"] }],
  ["'int | list[str]'", { anyOf: [integer, list(text)] }],
  ["Optional[Any]", { anyOf: [{}, nothing] }],
  ["Literal['a']", { type: "string", const: "a" }],
  ["Literal['a', 'b']", { type: "string", enum: ["a", "b"] }],
  [
    "Literal[1, -2, True]",
    {
      anyOf: [
        { type: "boolean", const: true },
        { type: "integer", enum: [1, -2] },
      ],
    },
  ],
  ["Literal['a', None]", { anyOf: [{ type: "string", const: "a" }, nothing] }],
  ["Literal[Literal['a'], 'b']", { type: "string", enum: ["a", "b"] }],
  ["Literal[Color.RED]", { type: "string", const: "red" }],
  ["Literal['a b', 'x]']", { type: "string", enum: ["a b", "x]"] }],
  ["Color", { type: "string", enum: ["red", "blue"] }],
  ["Level", { type: "integer", enum: [1, 2] }],
  ["Access", integer],
  [
    "Mixed",
    {
      anyOf: [
        { type: "string", const: "a" },
        { type: "integer", const: 2 },
        { const: [1, 2] },
        nothing,
      ],
    },
  ],
  ["Computed", {}],
  ["Called", { type: "integer", enum: [1, 2] }],
  ["Bare", {}],
  [
    "Person",
    object({ street: text, zip: text, name: { ...text, description: "the name" }, age: integer }, [
      "street",
      "name",
    ]),
  ],
  ["Point2", object({ x: integer, "y-z": number })],
  [
    "Point",
    { type: "array", prefixItems: [integer, number], minItems: 1, maxItems: 2 },
    fixed(integer, number),
  ],
  [
    "Old",
    { type: "array", prefixItems: [{}, {}, {}], minItems: 2, maxItems: 3 },
    fixed({}, {}, {}),
  ],
  [
    "Order",
    object(
      {
        id: integer,
        items: { ...list(text), default: [], description: "what was ordered" },
        note: { type: ["string", "null"], default: null },
        limit: { ...integer, default: 10, description: "The most that is sent." },
        seed: { ...integer, default: 5 },
      },
      ["id"],
    ),
    object({
      id: integer,
      items: { ...list(text), description: "what was ordered" },
      note: { type: ["string", "null"] },
      limit: { ...integer, description: "The most that is sent." },
      computed: text,
    }),
  ],
  ["Box[int]", object({ content: integer })],
  ["Box[list[str]]", object({ content: list(text) })],
  ["Outer.Inner", object({ a: integer })],
  ["Node", { $ref: "#/$defs/Node" }],
  ["Json", { $ref: "#/$defs/Json" }],
  ["Headers", map(integer)],
  ["Sub", text],
  ["Plain", {}],
  ["Weird", {}],
  ["pd.DataFrame", {}],
  ["Undefined", {}],
  ["Callable[[int], str]", {}],
  ["type[int]", {}],
  ["re.Pattern", {}],
  ["T", {}],
  ["N", { type: ["integer", "string"] }],
  ["B", { type: "object" }],
  ["Annotated[int, 'how many']", { ...integer, description: "how many" }],
  ["Annotated[str, Field(description='who', min_length=1)]", { ...text, description: "who" }],
  ["Annotated[list[int], object(), 5]", list(integer)],
  ["typing.Final[int]", integer],
  ["1 + 1", {}],
  ["'not python('", {}],
  ["lambda: 5", {}],
];

const script = (head: string, body: string) =>
  TYPES.replace("import pandas as pd", "try:\n  import pandas as pd\nexcept ImportError: pass")
    .replace("from typing_extensions", "if True:\n  from typing_extensions")
    .concat(`\n${head}${body}`);

describe("annotations", () => {
  let given: Signature;
  let returned: Signature;
  beforeAll(async () => {
    const parameters = CASES.map(([annotation], at) => `p${at}: ${annotation}`);
    given = await signatureOf(script("", `def main(${parameters.join(", ")}): pass`));
    const fields = CASES.map(([annotation], at) => `  p${at}: ${annotation}`);
    const result = `class Result(TypedDict):\n${fields.join("\n")}\ndef main() -> Result: pass`;
    returned = await signatureOf(script("", result));
  }, 60_000);

  it.each(CASES.map(([annotation, schema], at) => [annotation, schema, at] as const))(
    "describe %s as an argument",
    (_, schema, at) => {
      expect(Object(given.schema["properties"])[`p${at}`]).toEqual(schema);
    },
  );

  it.each(
    CASES.map(([annotation, schema, result], at) => [annotation, result ?? schema, at] as const),
  )("describe %s as a result", (_, schema, at) => {
    expect(Object(returned.resultSchema["properties"])[`p${at}`]).toEqual(schema);
  });

  it("give types that contain themselves a name", () => {
    expect(given.schema["$defs"]).toMatchObject({
      Node: object({ value: integer, children: list({ $ref: "#/$defs/Node" }) }),
      Json: {
        anyOf: [
          map({ $ref: "#/$defs/Json" }),
          list({ $ref: "#/$defs/Json" }),
          ...[text, number, { type: "boolean" }, nothing],
        ],
      },
    });
  });

  it.each([
    "An argument of type datetime arrives as text; make it a datetime with datetime.fromisoformat(…).",
    "An argument of type bytes arrives as base64 text; make it bytes with base64.b64decode(…).",
    "An argument of type set arrives as a list; make it a set with set(…).",
    "An argument of type Order arrives as a dict; make it one with Order(**dict).",
    "An argument of type Color arrives as its value; make it one with Color(…).",
    "Computed in an argument has values that are not known; it is left open.",
    "Plain in an argument is a class whose form in JSON is not known; it is left open.",
    "pd.DataFrame in an argument has no known form in JSON; it is left open.",
    "Undefined in an argument is not known; it is left open.",
    "Callable[[int], str] in an argument has no form in JSON; it is left open.",
  ])("warn: %s", (warning) => {
    expect(given.warnings).toContain(warning);
  });

  it("warn of what is left open in a result, and of nothing that only matters to arguments", () => {
    expect(returned.warnings).toContain(
      "Plain in the result is a class whose form in JSON is not known; it is left open.",
    );
    expect(returned.warnings.filter((warning) => warning.includes("arrives as"))).toEqual([]);
  });
});
