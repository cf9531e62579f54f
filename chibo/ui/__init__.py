"""What every screen is made of: the page frame, components, forms, charts, the theme, and a gallery at /ui/. No tables."""
