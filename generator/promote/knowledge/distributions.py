"""Import names and the distributions that provide them, with the versions that the derived code is written for.

The bounds are compatible ranges; the exact versions stand in the project's lock file.
"""

DISTRIBUTIONS: dict[str, str] = {
    "bs4": "beautifulsoup4",
    "category_encoders": "category-encoders",
    "cv2": "opencv-python-headless",
    "dateutil": "python-dateutil",
    "dotenv": "python-dotenv",
    "fitz": "pymupdf",
    "imblearn": "imbalanced-learn",
    "mpl_toolkits": "matplotlib",
    "PIL": "pillow",
    "pylab": "matplotlib",
    "serial": "pyserial",
    "skimage": "scikit-image",
    "sklearn": "scikit-learn",
    "umap": "umap-learn",
    "yaml": "pyyaml",
    "google.generativeai": "google-generativeai",
    "google.genai": "google-genai",
    "google.cloud.storage": "google-cloud-storage",
    "google.cloud.bigquery": "google-cloud-bigquery",
    "Crypto": "pycryptodome",
    "IPython": "ipython",
    "pandas_profiling": "ydata-profiling",
    "fbprophet": "prophet",
    "plotly_express": "plotly",
    "attr": "attrs",
    "jwt": "pyjwt",
    "docx": "python-docx",
    "pptx": "python-pptx",
    "slugify": "python-slugify",
    "mlxtend": "mlxtend",
    "wordcloud": "wordcloud",
}
"""Only names that differ from their distribution's, or whose distribution moved."""

NEEDS: dict[str, tuple[str, ...]] = {"keras": ("tensorflow",)}
"""What a distribution does not work without, and does not bring along."""

RANGES: dict[str, str] = {
    "catboost": ">=1.2.7,<2",
    "category-encoders": ">=2.8,<3",
    "imbalanced-learn": ">=0.14,<1",
    "ipython": ">=8.18,<10",
    "joblib": ">=1.4,<2",
    "lightgbm": ">=4.5,<5",
    "matplotlib": ">=3.9,<4",
    "nltk": ">=3.9,<4",
    "numpy": ">=2.0,<3",
    "openpyxl": ">=3.1.5,<4",
    "pandas": ">=2.2,<4",
    "plotly": ">=5.24,<7",
    "pyarrow": ">=17",
    "requests": ">=2.32,<3",
    "scikit-learn": ">=1.5,<2",
    "scipy": ">=1.13,<2",
    "seaborn": ">=0.13.2,<1",
    "statsmodels": ">=0.14.4,<1",
    "torch": ">=2.4,<3",
    "xgboost": ">=2.1,<4",
}

NOT_ON_THE_INDEX = frozenset(["google", "google.colab", "kaggle_secrets", "kaggle_datasets", "dbutils"])
"""Modules of hosted notebooks: no distribution provides them."""

SERVICE = frozenset(
    [
        "fastapi",
        "httpx2",
        "joblib",
        "pydantic",
        "pydantic-settings",
        "prometheus-client",
        "skops",
        "structlog",
        "uvicorn",
    ]
)
"""What the service itself needs, in versions of its own: what a notebook pins of these does not bind it."""
