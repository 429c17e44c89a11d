"""Faults planted in the code where a crash could cost money: each must make a test fail."""
