"""What every screen is made of: the page frame, components, forms, charts, the theme, a gallery at /ui/."""
