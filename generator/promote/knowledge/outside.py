"""What a notebook reaches the world outside with: a test of its job cannot count on that."""

MODULES = frozenset(
    [
        *(
            "requests",
            "httpx",
            "urllib",
            "aiohttp",
            "selenium",
            "bs4",
            "scrapy",
            "yfinance",
            "kaggle",
            "pandas_datareader",
        ),
        *("openai", "anthropic", "groq", "ollama", "cohere", "mistralai", "litellm", "together", "replicate"),
        *("langchain", "langchain_core", "langchain_openai", "langchain_community", "langchain_groq", "langgraph"),
        *("crewai", "smolagents", "autogen", "autogen_agentchat", "pydantic_ai", "dspy", "instructor", "llama_index"),
        *("huggingface_hub", "transformers", "datasets", "gradio", "streamlit", "chromadb", "pinecone", "tavily"),
        *("google", "azure", "boto3", "psycopg2", "pymysql", "sqlalchemy", "pymongo"),
    ]
)
"""Top-level modules of clients."""

FETCHES = frozenset(["get_rdataset", "fetch_openml", "fetch_ucirepo", "load_dataset"])
"""Functions that download the collection they are given the name of."""

SCHEMES = ("http://", "https://", "ftp://", "s3://", "gs://")
