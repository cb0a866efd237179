"""Maps in the browser, each with the JavaScript, styles and Python that drive it, and what pages say about them."""
