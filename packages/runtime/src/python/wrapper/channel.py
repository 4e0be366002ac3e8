"""The pipe to the server: a header line of JSON, and after it as many bytes as its `bytes` says."""

import json
import os
import select

_dumps, _loads, _write = json.dumps, json.loads, os.write


class Channel:
    """One end of the pipe; only the main thread uses it."""

    def __init__(self, descriptor):
        os.set_blocking(descriptor, True)
        self.descriptor = descriptor
        self._reader = open(descriptor, "rb", closefd=False)

    def has_news(self, seconds):
        """Whether something comes within this time."""
        return len(select.select([self.descriptor], [], [], seconds)[0]) > 0

    def receive(self):
        """The next message and its payload; None when the server has gone."""
        line = self._reader.readline()
        if not line.endswith(b"\n"):
            return None
        header = _loads(line)
        payload = self._reader.read(header.get("bytes", 0))
        return header, payload

    def send(self, header, payload=None):
        if payload is None:
            self._send_all(_dumps(header).encode() + b"\n")
        else:
            line = _dumps({**header, "bytes": len(payload)}).encode()
            self._send_all(line + b"\n" + payload)

    def _send_all(self, data):
        rest = memoryview(data)
        while rest:
            rest = rest[_write(self.descriptor, rest) :]
