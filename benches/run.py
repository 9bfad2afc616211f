#!/usr/bin/env python3
"""Measures build, rebuild, extraction and export beside `oxigraph load` and `oxigraph dump`, in one run, and prints a table.

usage: run.py BIN [--documents N] [--runs N] [--threads N] [--spacy PYTHON]

The peer is the `oxigraph` program: from PATH, or named by OXIGRAPH, or installed from PyPI by `make bench`. Each figure is
the median of the runs; memory is the peak of the process.
"""
import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).parent


def measured(command, stdin=None, stdout=subprocess.DEVNULL):
    """Seconds and peak megabytes of one command."""
    started = time.perf_counter()
    process = subprocess.Popen([str(part) for part in command], stdin=stdin, stdout=stdout, stderr=subprocess.PIPE)
    errors = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    if status != 0:
        sys.exit(f"{' '.join(map(str, command))}: {errors.decode()}")
    return seconds, usage.ru_maxrss / 1024


def small_english(python, documents):
    """Median seconds of spaCy over the documents, without its start; None where it is not installed."""
    if not python or not Path(python).exists():
        return None
    command = [python, HERE / "small_english.py", documents]
    run = subprocess.run([str(part) for part in command], stdout=subprocess.PIPE, check=True)
    return statistics.median(json.loads(run.stdout)["seconds"])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bin")
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--spacy", help="a Python with spaCy and its small English model")
    options = parser.parse_args()
    oxigraph = os.environ.get("OXIGRAPH") or shutil.which("oxigraph")
    folder = Path(tempfile.mkdtemp(prefix="pledgegraph-bench-"))
    rows = []

    def row(what, command, count, unit, stdin=None, before=None):
        times, memory = [], []
        for _ in range(options.runs):
            if before:
                before()
            seconds, megabytes = measured(command, open(stdin, "rb") if stdin else None)
            times.append(seconds)
            memory.append(megabytes)
        seconds = statistics.median(times)
        rows.append((what, seconds, count / seconds, unit, max(memory)))
        return seconds

    try:
        documents, changed = folder / "documents.ndjson", folder / "changed.ndjson"
        for path, percent in [(documents, 0), (changed, 1)]:
            with open(path, "wb") as out:
                subprocess.run([sys.executable, HERE / "generate.py", str(options.documents), "--changed", str(percent)], stdout=out, check=True)
        n, store, quads, peer = options.documents, folder / "store", folder / "all.nq", folder / "peer"
        threads = ["--threads", options.threads]

        def anew():
            shutil.rmtree(store, ignore_errors=True)

        one = row("extract, 1 thread", [options.bin, "extract", "--threads", 1], n, "documents", stdin=documents)
        many = row(f"extract, {options.threads} threads", [options.bin, "extract", *threads], n, "documents", stdin=documents)
        spacy = small_english(options.spacy, documents)
        if spacy:
            rows.append(("spaCy small English, 1 thread", spacy, n / spacy, "documents", 0))
        build = row("build", [options.bin, "build", documents, "--store", store, "--quiet", *threads], n, "documents", before=anew)
        row("build again, unchanged", [options.bin, "build", documents, "--store", store, "--quiet", *threads], n, "documents")

        def built():
            anew()
            measured([options.bin, "build", documents, "--store", store, "--quiet"])

        row("build again, 1 % changed", [options.bin, "build", changed, "--store", store, "--quiet", *threads], n, "documents", before=built)
        built()
        row("export N-Quads", [options.bin, "export", "--store", store, "--format", "nquads", "--output", quads], n, "documents")
        with open(quads, "rb") as lines:
            count = sum(1 for _ in lines)
        row("query: count all quads", [options.bin, "query", "--store", store, "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"], count, "quads")
        load = None
        if oxigraph:
            load = row(
                "oxigraph load of the same quads",
                [oxigraph, "load", "--location", peer, "--file", quads],
                n,
                "documents",
                before=lambda: shutil.rmtree(peer, ignore_errors=True),
            )
            dumped = folder / "dump.nq"
            row("oxigraph dump", [oxigraph, "dump", "--location", peer, "--file", dumped], n, "documents", before=lambda: dumped.unlink(missing_ok=True))
        print(f"\n{n} documents of {documents.stat().st_size // n} bytes, {count} quads ({count // n} a document), {os.cpu_count()} cores\n")
        print("| what | seconds | a second | memory |\n|---|---|---|---|")
        for what, seconds, rate, unit, memory in rows:
            print(f"| {what} | {seconds:.2f} | {rate:,.0f} {unit} | {memory:,.0f} MB |")
        print(f"\nextract with {options.threads} threads is {one / many:.2f} times as fast as with one")
        if spacy:
            print(f"extract with one thread is {spacy / one:.0f} times as fast as spaCy's small English model with one")
        if load:
            print(f"\nbuild takes {build / load:.2f} times as long as `oxigraph load` of its result")
        else:
            print("\nNo `oxigraph` program found: set OXIGRAPH or `pip install oxigraph` for the comparison")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
