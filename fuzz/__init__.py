"""Bytes from outside, bent until something gives: every reader of them ends in an answer or in an error of ours."""
