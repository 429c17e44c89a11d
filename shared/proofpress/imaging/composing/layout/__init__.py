"""Where everything stands: from a template, a format and texts to rectangles in pixels."""
