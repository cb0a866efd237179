"""Tables of any length: read row by row, answered by several processes, written in parts that outlive a stop."""
