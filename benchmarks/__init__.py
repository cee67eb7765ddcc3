"""Ratios in one run: the whole job and its stages beside wget and trafilatura's own command."""
