"""Imported by the fork server before it forks readers: all that reading needs, loaded once and shared by them all."""

import gc

import pipelines.discovery
import pipelines.reading.page  # noqa: F401

gc.collect()
# What is here stays; a collector that never touches it leaves its pages shared.
gc.freeze()
