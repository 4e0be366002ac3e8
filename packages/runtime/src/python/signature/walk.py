"""What the walk over the annotations of one schema shares: bounds, warnings, named types."""

import json
import re

_MAX_DEPTH = 16
_MAX_PARTS = 3_000
_MAX_CHARACTERS = 256 * 1024
_MAX_WARNINGS = 50


class Walk:
    def __init__(self, direction):
        self.direction = direction
        self.warnings = {}
        self._named = {}
        self._active_aliases = {}
        self._parts = 0
        self._characters = 0

    @property
    def is_input(self):
        return self.direction == "arguments"

    def enter(self, depth):
        """Counts one more part of the schema; false when it would be too deep or too large."""
        self._parts += 1
        return depth <= _MAX_DEPTH and self._parts <= _MAX_PARTS or self._leave_open()

    def spend(self, value):
        """Counts what goes into the schema; false when it would be too large."""
        self._characters += len(json.dumps(value))
        return self._characters <= _MAX_CHARACTERS or self._leave_open()

    def warn(self, sentence):
        if len(self.warnings) < _MAX_WARNINGS:
            self.warnings[sentence] = None

    def open(self, name, why):
        """Leaves a type open, and says why."""
        part = "the result" if self.direction == "result" else "an argument"
        shown = name if len(name) <= 100 else f"{name[:100]}…"
        self.warn(f"{shown} in {part} {why}; it is left open.")
        return {}

    def named(self, key, name, describe):
        """Describes a class once; every use gets a place that `finish` fills in."""
        place = {}
        known = self._named.get(key)
        if known is not None:
            known["places"].append(place)
            return place
        entry = {"name": name, "schema": {}, "places": [place]}
        self._named[key] = entry
        entry["schema"] = describe()
        return place

    def alias(self, key, name, describe):
        """Describes an alias where it is used, unless it contains itself."""
        if key in self._named:
            return self.named(key, name, describe)
        active = self._active_aliases.get(key)
        if active is not None:
            place = {}
            active.append(place)
            return place
        places = self._active_aliases[key] = []
        schema = describe()
        del self._active_aliases[key]
        if not places:
            return schema
        place = {}
        self._named[key] = {"name": name, "schema": schema, "places": [*places, place]}
        return place

    def finish(self, root):
        """Fills the places in: a type used once stands where it is used, others go to `$defs`."""
        definitions = {}
        for entry in self._named.values():
            schema, places = entry["schema"], entry["places"]
            if len(places) == 1:
                _fill(places[0], schema)
                continue
            free = _free_name(entry["name"], definitions)
            definitions[free] = schema
            for place in places:
                _fill(place, {"$ref": f"#/$defs/{free}"})
        return {**root, "$defs": definitions} if definitions else root

    def _leave_open(self):
        whose = "result" if self.direction == "result" else "arguments"
        self.warn(f"The type of the {whose} is too large; parts of it are left open.")
        return False


def _fill(place, schema):
    """What was said at the place itself wins."""
    own = dict(place)
    place.clear()
    place.update({**schema, **own})


def _free_name(name, taken):
    plain = re.sub(r"[^A-Za-z0-9_]+", "_", name).strip("_") or "Type"
    free, number = plain, 2
    while free in taken:
        free, number = f"{plain}_{number}", number + 1
    return free
