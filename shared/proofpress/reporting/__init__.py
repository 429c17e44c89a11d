"""What a batch came to: report.json for programs, report.html for people."""
