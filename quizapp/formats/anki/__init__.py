"""What Anki asks of a deck: note types, fields, media and the package that holds them."""
