"""Reads a script from standard input and prints its signature, or what is wrong with it.

The script is parsed and never executed.
"""

import gc
import json
import os
import sys
import warnings

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from faults import Fault
from script_signature import signature_of


def answer(source):
    try:
        return {"ok": True, "signature": signature_of(source)}
    except Fault as fault:
        return {"ok": False, "fault": fault.place()}
    except SyntaxError as error:
        place = {"line": max(error.lineno or 1, 1), "column": max(error.offset or 1, 1)}
        return {"ok": False, "fault": {"message": f"SyntaxError: {error.msg}", **place}}
    except RecursionError:
        return refused("The script is nested too deeply.")
    except MemoryError:
        return refused("Reading the script needed too much memory; make it simpler.")
    except ValueError as error:
        return refused(f"The script cannot be read: {error}")


def refused(message):
    return {"ok": False, "fault": {"message": message, "line": 1, "column": 1}}


# A tree has no cycles, and looking for some takes longer than reading the script.
gc.disable()
warnings.simplefilter("ignore")
print(json.dumps(answer(sys.stdin.read())))
