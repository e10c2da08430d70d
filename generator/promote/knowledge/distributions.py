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
    "azure.ai.inference": "azure-ai-inference",
    "azure.ai.ml": "azure-ai-ml",
    "azure.ai.projects": "azure-ai-projects",
    "azure.core": "azure-core",
    "azure.cosmos": "azure-cosmos",
    "azure.identity": "azure-identity",
    "azure.keyvault.secrets": "azure-keyvault-secrets",
    "azure.search": "azure-search-documents",
    "azure.storage.blob": "azure-storage-blob",
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

ENGINES: dict[str, str] = {
    "read_parquet": "pyarrow",
    "read_feather": "pyarrow",
    "read_orc": "pyarrow",
    "to_parquet": "pyarrow",
    "to_feather": "pyarrow",
    "to_orc": "pyarrow",
    "read_xml": "lxml",
    "to_xml": "lxml",
    "read_html": "lxml",
    "read_hdf": "tables",
    "to_hdf": "tables",
    "read_spss": "pyreadstat",
}
"""What pandas imports in its own readers and writers, and does not bring along."""

WORKBOOKS: dict[str, str] = {"xls": "xlrd", "xlsb": "pyxlsb", "ods": "odfpy"}
"""What reads and writes workbooks for pandas, by the ending of the file; any other one is a matter of openpyxl."""

NAMED_ENGINES: dict[str, str] = {
    "openpyxl": "openpyxl",
    "xlrd": "xlrd",
    "xlsxwriter": "xlsxwriter",
    "pyxlsb": "pyxlsb",
    "odf": "odfpy",
    "calamine": "python-calamine",
    "pyarrow": "pyarrow",
    "fastparquet": "fastparquet",
    "lxml": "lxml",
}
"""Distributions behind the argument `engine` of a reader or writer."""

RANGES: dict[str, str] = {
    "catboost": ">=1.2.7,<2",
    "category-encoders": ">=2.8,<3",
    "imbalanced-learn": ">=0.14,<1",
    "ipython": ">=8.18,<10",
    "joblib": ">=1.4,<2",
    "lightgbm": ">=4.5,<5",
    "lxml": ">=5.3,<7",
    "matplotlib": ">=3.9,<4",
    "nltk": ">=3.9,<4",
    "numpy": ">=2.0,<3",
    "openpyxl": ">=3.1.5,<4",
    "pandas": ">=2.2,<4",
    "plotly": ">=5.24,<7",
    "pyarrow": ">=17",
    "pyreadstat": ">=1.2.8,<2",
    "requests": ">=2.32,<3",
    "scikit-learn": ">=1.5,<2",
    "scipy": ">=1.13,<2",
    "seaborn": ">=0.13.2,<1",
    "statsmodels": ">=0.14.4,<1",
    "tables": ">=3.10,<4",
    "torch": ">=2.4,<3",
    "xgboost": ">=2.1,<4",
    "xlrd": ">=2.0.1,<3",
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
