"""Python packages that are not there, as after an upgrade that was not finished."""

from archive.errors import UsageError


def missing_package(error: ImportError) -> UsageError:
    """The sentence for a package that cannot be imported: which one, and what to do."""
    package = (error.name or str(error)).partition(".")[0]
    return UsageError(
        f"the Python package {package!r} is missing or broken ({error}): "
        "install luuchieu again (make setup), then run the same command"
    )
