"""The browser's side: pages, forms and static files over the deeds and the store."""
