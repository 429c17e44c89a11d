"""The batch lane: files, jobs that take their time, and results as lines, for both forms of the API."""
