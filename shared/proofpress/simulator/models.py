"""The operations models.list and models.get: what the catalogue holds and has not retired."""

from datetime import UTC, datetime
from typing import Any

from proofpress.domain.catalog import Model
from proofpress.simulator.ask import find_model
from proofpress.simulator.reply import Reply, Request, answer, under_fault
from proofpress.simulator.routes import Backend
from proofpress.simulator.state import State


def list_models(request: Request, state: State) -> Reply:
    """All models that can be called today."""
    today = datetime.now(UTC).date()
    described = [_described(model, request) for model in state.catalog.models.values() if not model.is_retired(today)]
    field = "models" if request.route.backend is Backend.STUDIO else "publisherModels"
    return under_fault(state.faults.due(request.route.operation), lambda: answer({field: described}, "models"))


def get_model(request: Request, state: State) -> Reply:
    """One model."""
    model = find_model(state.catalog, request.route.model)
    fault = state.faults.due(request.route.operation, model.id)
    return under_fault(fault, lambda: answer(_described(model, request), "models"))


def _described(model: Model, request: Request) -> dict[str, Any]:
    if request.route.backend is not Backend.STUDIO:
        return {"name": f"publishers/google/models/{model.id}", "versionId": "default", "launchStage": "GA"}
    return {
        "name": f"models/{model.id}",
        "displayName": model.name,
        "inputTokenLimit": model.input_limit,
        "outputTokenLimit": model.output_limit,
        "supportedGenerationMethods": ["generateContent"],
    }
