"""Where bands begin."""

LOW, HIGH = 0, 8
UNUSED = 3
