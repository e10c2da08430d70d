"""Where a project keeps what promote must know of it, relative to its folder."""

ANSWERS = ".copier-answers.yml"
"""What its template was rendered with, by Copier."""
BASE = ".promote/base"
"""Every derived file as promote wrote it, with `.txt` behind its name."""
PARITY = ".promote/parity.json"
"""What `verify` knows of its notebook: see `parity`."""
