"""Why a script cannot be deployed."""


class Fault(Exception):
    def __init__(self, message, line=1, column=1):
        super().__init__(message)
        self.message, self.line, self.column = message, line, column

    def place(self):
        return {"message": self.message, "line": self.line, "column": self.column}


def fault_at(source, node, message):
    """A fault at a node of the source; the parser counts columns in bytes and from 0."""
    line = source.split("\n")[node.lineno - 1]
    before = line.encode()[: node.col_offset].decode(errors="replace")
    return Fault(message, node.lineno, len(before) + 1)
