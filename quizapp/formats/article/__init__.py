"""Articles from elsewhere. `reading` reads them; the libraries for it weigh 13 MB, so import it where it is needed."""
