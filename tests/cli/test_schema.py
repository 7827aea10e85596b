"""`quizapp schema` describes a set's file to an editor."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from click.testing import CliRunner

from quizapp.cli.schema import command
from quizapp.core.kinds import all_kinds
from quizapp.core.library import QuestionSet
from quizapp.formats.yaml import FORMAT
from quizapp.paths import shipped


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    done = CliRunner().invoke(command)
    assert done.exit_code == 0
    parsed: dict[str, Any] = json.loads(done.stdout)
    return parsed


def every(schema: Any) -> Iterator[dict[str, Any]]:
    if isinstance(schema, dict):
        yield schema
    if isinstance(schema, dict | list):
        for inner in schema.values() if isinstance(schema, dict) else schema:
            yield from every(inner)


def test_it_is_of_the_version_that_it_says(schema: dict[str, Any]) -> None:
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert not [each for each in every(schema) if {"gt", "ge", "lt", "le"} & set(each)]


def test_every_kind_is_one_of_the_shapes_of_a_question(schema: dict[str, Any]) -> None:
    questions = schema["properties"]["questions"]["items"]
    assert set(questions["discriminator"]["mapping"]) == set(all_kinds())
    shapes = [schema["$defs"][choice["$ref"].removeprefix("#/$defs/")] for choice in questions["oneOf"]]
    assert sorted(shape["properties"]["kind"]["const"] for shape in shapes) == sorted(all_kinds())


def test_every_reference_leads_somewhere(schema: dict[str, Any]) -> None:
    names = {each["$ref"].removeprefix("#/$defs/") for each in every(schema) if isinstance(each.get("$ref"), str)}
    assert names
    assert names <= set(schema["$defs"])


def test_every_field_is_named_or_described(schema: dict[str, Any]) -> None:
    shapes = [schema, *schema["$defs"].values()]
    fields = [field for shape in shapes for field in shape.get("properties", {}).values()]
    assert len(fields) > 50
    assert [field for field in fields if not {"title", "description", "$ref"} & set(field)] == []


def test_the_fields_that_all_kinds_share_are_described(schema: dict[str, Any]) -> None:
    choice = schema["$defs"]["Choice"]["properties"]
    for name in ("id", "stem", "points", "explanation", "evidence", "hints", "tries", "penalty", "tags", "revised"):
        assert choice[name]["description"].endswith(".")


def test_a_file_does_not_give_its_own_name(schema: dict[str, Any]) -> None:
    assert set(schema["properties"]) == set(QuestionSet.model_fields) - {"slug"}
    assert schema["required"] == ["title", "questions"]


def test_the_shipped_sets_use_only_what_the_schema_knows(schema: dict[str, Any]) -> None:
    loaded = FORMAT.read(shipped("content"))
    assert loaded.problems == ()
    used = {question.kind for folder in loaded.folders for each in folder.content.sets for question in each.questions}
    assert used == set(schema["properties"]["questions"]["items"]["discriminator"]["mapping"])
