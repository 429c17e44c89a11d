"""What lies under the texts: the picture cropped around its subject, plain grounds, and shades."""
