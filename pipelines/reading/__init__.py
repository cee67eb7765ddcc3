"""One page, alone: from the bytes of an exchange to a reading."""
