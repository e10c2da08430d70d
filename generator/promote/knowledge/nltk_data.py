"""Data packages of NLTK, and the names in NLTK that read them.

NLTK comes without data: a package is fetched once, and looked up by name whenever something reads it.
"""

from collections.abc import Mapping

_WORDNET = ("wordnet",)
_TOKENS = ("punkt_tab",)
_TAGS = ("averaged_perceptron_tagger_eng",)

READ_BY: Mapping[str, tuple[str, ...]] = {
    "word_tokenize": _TOKENS,
    "sent_tokenize": _TOKENS,
    "PunktTokenizer": _TOKENS,
    "pos_tag": _TAGS,
    "pos_tag_sents": _TAGS,
    "PerceptronTagger": _TAGS,
    "ne_chunk": ("maxent_ne_chunker_tab", "words"),
    "ne_chunk_sents": ("maxent_ne_chunker_tab", "words"),
    "WordNetLemmatizer": _WORDNET,
    "lesk": _WORDNET,
    "RSLPStemmer": ("rslp",),
    "SentimentIntensityAnalyzer": ("vader_lexicon",),
    "corpus.wordnet": _WORDNET,
    "corpus.sentiwordnet": ("sentiwordnet", *_WORDNET),
}
"""A name, or two parts of one, below `nltk` -> packages."""

CORPORA = frozenset(
    [
        *("abc", "brown", "cess_esp", "chat80", "cmudict", "comparative_sentences", "conll2000", "conll2002"),
        *("floresta", "framenet_v17", "gazetteers", "genesis", "gutenberg", "ieer", "inaugural", "indian"),
        *("mac_morpho", "machado", "movie_reviews", "names", "nps_chat", "opinion_lexicon", "paradigms", "ppattach"),
        *("pros_cons", "qc", "reuters", "rte", "semcor", "senseval", "sentence_polarity", "shakespeare"),
        *("sinica_treebank", "state_union", "stopwords", "subjectivity", "swadesh", "switchboard", "timit"),
        *("toolbox", "treebank", "twitter_samples", "udhr", "udhr2", "unicode_samples", "webtext", "words"),
    ]
)
"""What `nltk.corpus` reads under the name of its package."""

BESIDE: Mapping[str, tuple[str, ...]] = {
    "wordnet": ("omw", "omw-1.4"),
    "averaged_perceptron_tagger_eng": ("averaged_perceptron_tagger_rus",),
}
"""Other languages of a package: they are needed where the notebook fetches them."""

OLDER: Mapping[str, str] = {
    "punkt_tab": "punkt",
    "averaged_perceptron_tagger_eng": "averaged_perceptron_tagger",
    "maxent_ne_chunker_tab": "maxent_ne_chunker",
}
TABS_SINCE = "3.8.2"
"""The first version that reads tables; before it there were the pickles of `OLDER`."""

COLLECTIONS = frozenset(["all", "all-corpora", "all-nltk", "book", "popular", "tests", "third-party"])
"""Names that stand for many packages, of which a project takes what it reads."""
