"""What scripts import to ask the platform, with the rights of the job that runs.

It needs no network: whoever runs the script connects it to the runner's own channel.
"""

import json
import os


class OperateError(Exception):
    """The platform refused a question, or a script that was run failed."""


def get_variable(path):
    """The text of a variable; a secret is masked in what the job puts out from then on."""
    return _ask("GET", f"/variables/value/{path}")["value"]


def get_resource(path):
    """The JSON of a resource, with what its references stand for."""
    return _ask("GET", f"/resources/value/{path}")["value"]


def get_state(path=None):
    """What this script remembers, or another of that path; None: nothing."""
    return _ask("GET", f"/state/{path or _own_state_path()}")["value"]


def set_state(value, path=None):
    """Lets this script, or another, remember a JSON value; None forgets."""
    _ask("PUT", f"/state/{path or _own_state_path()}", {"value": value})


def set_progress(percent):
    """Says how far this job is, 0 to 100."""
    job = os.environ["OPERATE_JOB_ID"]
    _ask("POST", f"/jobs/{job}/progress", {"percent": round(percent)})


def run_script_async(path, args=None):
    """Starts a script and answers with its job's id."""
    return _succeeded(*_send("POST", f"/jobs/run/p/{path}", args or {}))


def run_script(path, args=None):
    """Runs a script and answers with its result; raises an OperateError if it fails."""
    return wait_for_job(run_script_async(path, args))


def wait_for_job(job):
    """Waits for the end of a job and answers with its result; raises an OperateError if it failed."""
    while _send("GET", f"/jobs/{job}/result?wait=30")[0] == 202:
        pass
    ended = _ask("GET", f"/jobs/{job}")
    status, result = ended["status"], ended.get("result")
    if status != "success":
        error = result.get("error") if isinstance(result, dict) else None
        message = error.get("message", "") if isinstance(error, dict) else ""
        raise OperateError(f"Job {job} ended as {status}: {message}")
    return result


def _nobody(_request):
    raise OperateError("No job runs that could ask the platform")


_exchange = _nobody


def _connect(exchange):
    """Takes what sends a question, bytes of JSON, and gives back status and body of the answer.

    None: no job runs any more.
    """
    global _exchange
    _exchange = exchange or _nobody


def _send(method, path, body=None):
    request = {"method": method, "path": path}
    if body is not None:
        request["body"] = body
    status, answer = _exchange(json.dumps(request).encode())
    return status, bytes(answer).decode()


def _ask(method, path, body=None):
    return json.loads(_succeeded(*_send(method, path, body)))


def _succeeded(status, answer):
    if status >= 400:
        raise OperateError(_detail_of(answer) or f"The platform answered with {status}")
    return answer


def _detail_of(answer):
    try:
        detail = json.loads(answer)["detail"]
    except (ValueError, KeyError, TypeError):
        return None
    return detail if isinstance(detail, str) else None


def _own_state_path():
    return os.environ["OPERATE_STATE_PATH"]
