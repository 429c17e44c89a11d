"""A server that speaks the Gemini REST protocol, with pictures, prices, moods and scripted faults."""
