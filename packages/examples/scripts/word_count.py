# A script of Python: its arguments and its result are known from annotations and docstring.
# <server>/api/w/main/jobs/run_wait_result/p/f/examples/word_count

import re
from collections import Counter
from typing import TypedDict


class Word(TypedDict):
    word: str
    count: int


def main(text: str, most: int = 10) -> list[Word]:
    """Counts the words of a text.

    Args:
        text: what is read
        most: how many words are listed, those that come most often first
    """
    counts = Counter(re.findall(r"\w+", text.lower()))
    print(f"{sum(counts.values())} words, {len(counts)} different ones")
    return [{"word": word, "count": count} for word, count in counts.most_common(most)]
