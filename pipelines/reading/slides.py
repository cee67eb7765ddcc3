"""Numbers that galleries print beside their pictures: `1/12`, `2/12`, and so on to the last."""

import re
from collections.abc import Sequence

from pipelines.reading.lines import Line

_NUMBER = re.compile(r"(\d{1,3}) ?/ ?(\d{1,3})")
_LONGEST, _FEWEST = 9, 3


def without_slides(lines: Sequence[Line]) -> Sequence[Line]:
    """The lines without such numbers, where all are there; of days like `2/9` hardly ever all of a month are."""
    short = (line for line in lines if len(line.text) < _LONGEST)
    told = {line.index: match for line in short if (match := _NUMBER.fullmatch(line.text))}
    wanted = [(at, len(told)) for at in range(1, len(told) + 1)]
    if len(told) < _FEWEST or [(int(one[1]), int(one[2])) for one in told.values()] != wanted:
        return lines
    return [line for line in lines if line.index not in told]
