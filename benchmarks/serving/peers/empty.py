"""The floor: the contract of the project behind FastAPI and uvicorn, and the same answer for everybody."""

import importlib
import json
import os

import uvicorn
from fastapi import FastAPI

routes = importlib.import_module(f"{os.environ['PACKAGE']}.service.routes")
app = FastAPI()
answer = routes.PredictionResponse.model_validate(json.loads(os.environ["ANSWER"]))


@app.post("/predict")
async def predict(body: routes.PredictionRequest) -> routes.PredictionResponse:
    """Read the request, and ask nobody."""
    return answer


if __name__ == "__main__":
    uvicorn.run("empty:app", port=int(os.environ["PORT"]), access_log=False, log_level="warning")
