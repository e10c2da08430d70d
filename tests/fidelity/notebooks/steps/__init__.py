"""The steps of a study, in a package beside its notebooks."""

from .features import with_bands
