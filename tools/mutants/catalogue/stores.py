"""Preconditions, on both stores."""

from tools.mutants.catalogue.suites import BUCKET_FAULTS, BUCKETS, FOLDERS
from tools.mutants.mutant import Mutant

MUTANTS = (
    Mutant(
        "a folder's object is overwritten",
        "adapters/local/store.py",
        "            raise AlreadyExists(taken)",
        "            return",
        (FOLDERS,),
    ),
    Mutant(
        "a bucket's object is overwritten",
        "adapters/google/store.py",
        "blob.upload_from_string(data, content_type, if_generation_match=0,",
        "blob.upload_from_string(data, content_type,",
        (f"{BUCKETS}::TestCloudStore::test_an_object_is_never_overwritten", BUCKETS),
    ),
    Mutant(
        "a folder's index is swapped, whoever swapped it before",
        "adapters/local/store.py",
        '                if (there.generation if there else "") != generation:',
        "                if False:",
        (FOLDERS,),
    ),
    Mutant(
        "a bucket's index is swapped, whoever swapped it before",
        "adapters/google/store.py",
        'data, content_type, if_generation_match=int(generation or 0), checksum="crc32c", **self._calls',
        'data, content_type, checksum="crc32c", **self._calls',
        (f"{BUCKETS}::TestCloudStore::test_an_index_that_somebody_else_swapped_is_left_alone", BUCKETS),
    ),
    Mutant(
        "a repeated deletion removes what was put after the first",
        "adapters/google/store.py",
        ".delete(if_generation_match=there.generation, **self._calls)",
        ".delete(**self._calls)",
        (f"{BUCKET_FAULTS}::test_a_repeated_delete_spares_what_was_put_after_the_first", BUCKET_FAULTS),
    ),
    Mutant(
        "a put that meets an object takes it for its own",
        "adapters/google/store.py",
        "            if mark_of(taken) == mark:\n"
        "                return described(bucket, taken)\n"
        "            raise AlreadyExists(described(bucket, taken))",
        "            return described(bucket, taken)",
        (f"{BUCKETS}::TestCloudStore::test_an_object_is_never_overwritten", BUCKETS),
    ),
)
