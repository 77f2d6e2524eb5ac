"""What is wrong with a page's texts."""

import re

from support.registry import PLATES

# Places, tags and keys that the page was to fill in.
UNFILLED = re.compile(r"\{\{?\w+\}?\}|\[\[[\w.]+\]\]|\b(?:answer|lookup|report|error|moderate)\.[a-z_]+\.?[a-z_]*\b(?=\s|$)")
# Words that no answer may use.
CLAIMS = re.compile(r"\b(?:no results|all clear|sin resultados|aucun résultat)\b", re.IGNORECASE)


def findings(text, title, url):
    """What is wrong with a page's texts: something is not filled in, claims too much, or tells a plate to the history."""
    found = UNFILLED.findall(text) + CLAIMS.findall(text)
    return found + [plate for plate in PLATES.values() if plate.split()[1] in title + url]
