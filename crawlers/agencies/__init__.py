"""The agency files that come with the program; a user's own, in the home's `agencies/`, override them by name."""

from pathlib import Path

SHIPPED = Path(__file__).parent
