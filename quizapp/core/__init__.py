"""What a question is, how it is marked, what proves it. Knows no web, no database and no file format."""
