"""Scripts that run in the browser beside a page, each a component without a look of its own."""
