"""Holds answers against the JSON schemas of the reconciliation interface: `schemas.py FOLDER < answers`, a line [VERSION, SCHEMA, ANSWER] each."""

import json
import pathlib
import sys

from jsonschema import Draft7Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT7


def validators(folder):
    schemas = {path.stem: json.loads(path.read_text()) for path in folder.glob("*.json")}
    for schema in schemas.values():
        # A name for 'the newest draft' that validators do not know.
        schema.pop("$schema", None)
    resources = [(schema.get("$id", name), Resource(schema, DRAFT7)) for name, schema in schemas.items()]
    registry = Registry().with_resources(resources)
    return {name: Draft7Validator(schema, registry=registry) for name, schema in schemas.items()}


root = pathlib.Path(sys.argv[1])
known = {version: validators(root / version / "schemas") for version in ("0.2", "1.0-draft")}
wrong = 0
for line in sys.stdin:
    version, name, answer = json.loads(line)
    for error in known[version][name].iter_errors(answer):
        wrong += 1
        print(f"{version} {name}: {error.json_path}: {error.message}")
sys.exit(1 if wrong else 0)
