"""Reads manifests: what a user writes becomes a batch, or a list of everything that is wrong with it."""

from proofpress.manifests.files import DirectoryFiles, Files, FileTooLarge, ListedFiles, PathRefused
from proofpress.manifests.limits import MAX_BYTES
from proofpress.manifests.load import load, schema
from proofpress.manifests.problems import InvalidManifest, Problem

__all__ = [
    "MAX_BYTES",
    "DirectoryFiles",
    "FileTooLarge",
    "Files",
    "InvalidManifest",
    "ListedFiles",
    "PathRefused",
    "Problem",
    "load",
    "schema",
]
