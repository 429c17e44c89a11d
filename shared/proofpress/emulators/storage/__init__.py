"""A server that answers as Cloud Storage's JSON API does where it matters here, for machines without Google Cloud.

Nobody is asked who they are: every caller may do everything. There are no versions, soft deletion, holds, access lists,
encryption keys or transcoding; a bucket's life-cycle rules and CORS are kept, not carried out.
"""
