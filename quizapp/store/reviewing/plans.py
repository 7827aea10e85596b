"""Learners' settings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from quizapp.core.memory.plan import Plan
from quizapp.store.tables import PlanRow

_STEPS = ("learning_steps", "relearning_steps")


def plan(session: Session, person_id: int | None) -> Plan:
    """The person's plan; the usual one for who has none."""
    row = session.get(PlanRow, person_id) if person_id else None
    return from_document(row.document) if row else Plan()


def to_document(plan: Plan) -> dict[str, Any]:
    """What differs from the usual plan; steps in seconds."""
    usual = Plan()
    named = {each.name: getattr(plan, each.name) for each in fields(Plan)}
    differing = {name: value for name, value in named.items() if value != getattr(usual, name)}
    for name in _STEPS:
        if name in differing:
            differing[name] = [step.total_seconds() for step in differing[name]]
    return differing


def from_document(document: Mapping[str, Any]) -> Plan:
    given = dict(document)
    for name in _STEPS:
        if name in given:
            given[name] = tuple(timedelta(seconds=seconds) for seconds in given[name])
    if "parameters" in given:
        given["parameters"] = tuple(given["parameters"])
    return Plan(**given)
