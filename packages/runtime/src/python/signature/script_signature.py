"""The signature of a script: schemas of its arguments and result, its parameters, warnings."""

import ast

from annotations import schema_of
from docstrings import Documentation, documentation_of
from find_main import find_main
from library import STREAMS
from parameters import merge_unpacked, schema_of_parameters
from requirements import refuse_requirements
from scope import Scope
from walk import Walk

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_STREAMED = "main returns a stream; its items are collected into an array."
_RETURNED_LATER = ("Awaitable", "Coroutine")


def signature_of(source):
    """Raises a Fault or a SyntaxError for a script that cannot be deployed."""
    text = source.removeprefix("\ufeff")
    tree = ast.parse(text, "main.py")
    # What the parser alone lets through.
    compile(tree, "main.py", "exec", dont_inherit=True)
    refuse_requirements(text, tree)
    scope = Scope(tree.body)
    main = find_main(text, scope)
    signature = _open_signature() if main is None else _describe(main)
    return {**signature, "hasPreprocessor": scope.find("preprocessor")[0] is not None}


def _open_signature():
    return {
        "schema": {"$schema": _DIALECT, "type": "object", "properties": {}},
        "resultSchema": {"$schema": _DIALECT},
        "parameters": [],
        "warnings": ["The parameters of main cannot be known; its arguments are left open."],
    }


def _describe(main):
    is_lambda = isinstance(main.node, ast.Lambda)
    documentation = Documentation() if is_lambda else documentation_of(main.node)
    given, returned = Walk("arguments"), Walk("result")
    schema, parameters = schema_of_parameters(given, main, documentation)
    schema = given.finish(schema)
    if main.unpacked is not None:
        schema = merge_unpacked(schema, main.unpacked)
    result = _schema_of_result(returned, main, documentation)
    described = {} if documentation.description is None else {"description": documentation.description}
    for shown in main.decorators:
        given.warn(f"main is described as if it were not decorated with {shown}.")
    return {
        "schema": {"$schema": _DIALECT, **described, **schema},
        "resultSchema": {"$schema": _DIALECT, **returned.finish(result)},
        "parameters": parameters,
        "warnings": [*given.warnings, *returned.warnings],
    }


def _schema_of_result(walk, main, documentation):
    annotation = getattr(main.node, "returns", None)
    if annotation is None:
        schema = _unannotated(walk, main)
    else:
        schema = _annotated(walk, main.place, annotation)
    if documentation.returns is not None:
        schema["description"] = documentation.returns
    return schema


def _unannotated(walk, main):
    if main.is_generator:
        walk.warn(_STREAMED)
        return {"type": "array"}
    walk.warn("main has no annotation of what it returns; its result is left open.")
    return {}


def _annotated(walk, place, annotation):
    if isinstance(annotation, ast.Constant) and isinstance(annotation.value, str):
        annotation = _parsed(annotation)
    named = annotation.value if isinstance(annotation, ast.Subscript) else annotation
    name = (place.scope.origin_of(named) or "").rpartition(".")[2]
    if name in _RETURNED_LATER and isinstance(annotation, ast.Subscript):
        parts = annotation.slice.elts if isinstance(annotation.slice, ast.Tuple) else [annotation.slice]
        return _annotated(walk, place, parts[-1])
    if name in STREAMS:
        walk.warn(_STREAMED)
    return schema_of(walk, place, annotation, 1)


def _parsed(annotation):
    try:
        return ast.parse(annotation.value.strip(), mode="eval").body
    except SyntaxError:
        return annotation
