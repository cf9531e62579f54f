"""From a Word template and its facts to a Word document, and from that document to PDF and pictures of its pages."""
