"""The constant program of every Python runner.

It takes one version, executes it at the first job, and calls its `main` once for each job. User code
shares the interpreter; what it breaks is its own.
"""

import _thread
import os
import sys

_FOLDER = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, _FOLDER)
_known = set(sys.modules)
from bind_arguments import bind_arguments, plan_of
from channel import Channel
from failure_text import failure_text
from json_text import from_json
from results import awaited, result_text

sys.path[0] = os.path.join(os.path.dirname(_FOLDER), "library")
# It stays among the modules: scripts import it.
import operate

sys.path.pop(0)
for _name in ("bind_arguments", "channel", "failure_text", "json_text", "results"):
    # A script may have names of its own.
    del sys.modules[_name]

PROTOCOL_DESCRIPTOR = 3
# Whoever waits for this runner sends within this time.
_NEWS_SECONDS = 0.05

_connect_library = operate._connect
_main_thread = _thread.get_ident()
_environ, _exit, _stdout, _stderr = os.environ, os._exit, sys.stdout, sys.stderr


class Source:
    """A version: where its source was written, and its module once it ran."""

    def __init__(self, path, text):
        self.path = path
        self.text = text
        self.module = None
        self.threads = 0
        self._main = None
        self._plan = None

    def plan_of(self, main):
        """The parameters of `main`, which a script may bind anew."""
        if self._main is not main:
            self._main, self._plan = main, plan_of(main)
        return self._plan


class Job:
    """The job that runs; it is also where its stream goes."""

    def __init__(self, channel, header):
        self.channel = channel
        self.number = header["job"]
        self.max_bytes = header["maxResultBytes"]
        self.preprocess = header["preprocess"]
        self.streamed_bytes = 0
        self.awaits_more = False
        self.calls = 0

    def send(self, item):
        """Sends an item and waits until the server wants the next one."""
        self._send(item)
        self._wait()

    async def send_async(self, item):
        import asyncio

        self._send(item)
        loop = asyncio.get_running_loop()
        arrived = loop.create_future()
        loop.add_reader(PROTOCOL_DESCRIPTOR, lambda: arrived.done() or arrived.set_result(None))
        try:
            await arrived
        finally:
            loop.remove_reader(PROTOCOL_DESCRIPTOR)
        self._wait()

    def ask(self, request):
        """Asks the platform, and waits for the answer: its status and its body."""
        if self.awaits_more or _thread.get_ident() != _main_thread:
            raise operate.OperateError("Only the main thread can ask the platform, one thing at a time")
        self.calls += 1
        self.channel.send({"type": "call", "job": self.number, "call": self.calls}, request)
        header, payload = self._receive()
        return header["status"], payload

    def finish(self, ok, text, source_file):
        _connect_library(None)
        if len(text) > self.max_bytes:
            ok, text = False, failure_text(self._too_large(), source_file)
        for output in (_stdout, _stderr):
            _flush(output)
        self.channel.send({"type": "result", "job": self.number, "ok": ok}, text)

    def _send(self, item):
        self.streamed_bytes += len(item) + 1
        if self.streamed_bytes > self.max_bytes:
            raise self._too_large()
        self.channel.send({"type": "chunk", "job": self.number}, item)
        self.awaits_more = True

    def _wait(self):
        self._receive()
        self.awaits_more = False

    def _receive(self):
        message = self.channel.receive()
        if message is None:
            _exit(0)
        return message

    def _too_large(self):
        return ValueError(f"The result is larger than {self.max_bytes} bytes")


class Program:
    """What a runner does with each message."""

    def __init__(self, channel):
        self.channel = channel
        self.source = None
        self.has_retired = False

    def load(self, header, payload):
        path = header["folder"] + "/" + header["file"]
        with open(path, "wb") as file:
            file.write(payload)
        self.source = Source(path, payload.decode().removeprefix("\ufeff"))

    def run(self, header, payload):
        job = Job(self.channel, header)
        path = self.source.path
        try:
            _environ.clear()
            _environ.update(header["env"])
            _connect_library(job.ask)
            text = self.call(job, from_json(payload))
        except SystemExit as request:
            _leave(request.code)
        except BaseException as error:
            if isinstance(error, MemoryError):
                self.retire()
            job.finish(False, failure_text(error, path), path)
        else:
            if _thread._count() > self.source.threads:
                # They would go on in the next job.
                self.retire()
            job.finish(True, text, path)

    def call(self, job, given):
        module = self.module()
        main = _function(module, "main")
        if job.preprocess:
            given = awaited(_function(module, "preprocessor")(given))
            if not isinstance(given, dict):
                raise TypeError("The preprocessor must return a dict with main's arguments")
        positional, named = bind_arguments(self.source.plan_of(main), given)
        return result_text(main(*positional, **named), job)

    def module(self):
        source = self.source
        if source.module is None:
            # Its classes and annotations are looked up by this name.
            module = type(sys)("main")
            module.__file__ = source.path
            sys.modules["main"] = module
            try:
                code = compile(source.text, source.path, "exec", dont_inherit=True)
                exec(code, module.__dict__)
            except BaseException:
                self.retire()
                raise
            source.module = module
            source.threads = _thread._count()
        return source.module

    def retire(self):
        """User code left something behind that the next job should not meet."""
        if not self.has_retired:
            self.has_retired = True
            self.channel.send({"type": "retire"})


def _function(module, name):
    function = getattr(module, name, None)
    if not callable(function):
        raise TypeError(f"The script has no function `{name}`")
    return function


def _leave(code):
    """Ends the process as `sys.exit` does."""
    if code is not None and not isinstance(code, int):
        print(code, file=_stderr)
        code = 1
    for output in (_stdout, _stderr):
        _flush(output)
    _exit((code or 0) & 0xFF)


def _flush(output):
    try:
        output.flush()
    except (OSError, ValueError):
        # The script closed it.
        pass


def main():
    for output in (_stdout, _stderr):
        output.reconfigure(errors="backslashreplace")
    sys.argv = ["main.py"]
    channel = Channel(PROTOCOL_DESCRIPTOR)
    program = Program(channel)
    channel.send({"type": "ready"})
    if not channel.has_news(_NEWS_SECONDS):
        # Nobody waits yet, and most scripts need them.
        import asyncio, traceback  # noqa: E401, F401
    while (message := channel.receive()) is not None:
        header, payload = message
        (program.load if header["type"] == "load" else program.run)(header, payload)
    _exit(0)


main()
