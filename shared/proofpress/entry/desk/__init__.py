"""The review desk: one WSGI application for a work folder and for a deployment, where people decide on drafts."""
