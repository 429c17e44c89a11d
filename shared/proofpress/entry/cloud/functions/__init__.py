"""The functions of a deployment, one module each; functions/<name>/main.py names them to functions-framework.

Each imports the stages and the clients that it needs, and no others: what is imported is waited for at a cold start.
"""

from proofpress.entry.cloud import importing

importing.begin()
