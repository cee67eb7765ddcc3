"""What a style sheet needs besides itself: fonts, pictures, further sheets."""

import re

_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_REFERENCE = re.compile(
    r"""@import\s+["']([^"']{1,2000})["']|url\(\s*(?:"([^"]{1,2000})"|'([^']{1,2000})'|([^"'()\s]{1,2000}))\s*\)""",
    re.IGNORECASE,
)


def references(css: str) -> list[str]:
    """The references in `url(…)` and `@import`, as written, without `data:` ones."""
    found = ["".join(groups) for groups in _REFERENCE.findall(_COMMENT.sub("", css))]
    return [href for href in found if not href.startswith(("data:", "#"))]
