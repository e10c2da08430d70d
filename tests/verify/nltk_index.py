"""An index of NLTK in a folder, with one data package in it: `stopwords`, as far as tests need it.

NLTK takes a file for an index only below its own folders, so whoever uses it sets `NLTK_DATA` to the folder.
"""

import hashlib
import zipfile
from pathlib import Path

WORDS = ("a", "an", "it", "of", "the", "was", "with")

_INDEX = """\
<?xml version="1.0"?>
<nltk_data>
  <packages>
    <package id="stopwords" name="Stopwords" subdir="corpora" unzip="1" size="{size}" unzipped_size="{unzipped}"
             checksum="{md5}" sha256_checksum="{sha256}" url="{url}"/>
  </packages>
  <collections/>
</nltk_data>
"""


def write(folder: Path) -> dict[str, str]:
    """Write the index, and return the variables that make NLTK use it."""
    words = "".join(f"{word}\n" for word in WORDS)
    package = folder / "offered" / "in" / "corpora" / "stopwords.zip"
    package.parent.mkdir(parents=True)
    with zipfile.ZipFile(package, "w") as packed:
        packed.writestr("stopwords/english", words)
    content = package.read_bytes()
    index = folder / "index.xml"
    index.write_text(
        _INDEX.format(
            size=len(content),
            unzipped=len(words),
            md5=hashlib.md5(content, usedforsecurity=False).hexdigest(),
            sha256=hashlib.sha256(content).hexdigest(),
            url=package.as_uri(),
        )
    )
    return {"NLTK_DATA": str(folder), "NLTK_DOWNLOAD_URL": index.as_uri()}
