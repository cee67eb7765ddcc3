"""The clock of Vietnam, by which dates without a zone are read: seven hours ahead of UTC all year, since 1975."""

import datetime as dt

LOCAL = dt.timezone(dt.timedelta(hours=7))
