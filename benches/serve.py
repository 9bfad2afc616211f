#!/usr/bin/env python3
"""Requests a second and latency of `pledgegraph serve` beside `oxigraph serve`, on the same quads, in the same run.

usage: serve.py PLEDGEGRAPH [--documents N] [--seconds S] [--connections C] [--folder DIR]

Needs `wrk` (Debian) and, for the peer, `oxigraph` (PyPI) on the path. 3,100 synthetic documents make about a million quads.
Prints a Markdown table.
"""
import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import time
import urllib.parse
import urllib.request

HERE = os.path.dirname(os.path.abspath(__file__))
QUESTIONS = os.path.join(HERE, "../ontology/questions")
OURS, PEER = "http://127.0.0.1:7991", "http://127.0.0.1:7992"
# What our server knows beforehand and the peer must be told.
PREFIXES = "PREFIX pg: <https://w3id.org/pledgegraph/ns#>\nPREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>\n"


ACCEPT = "application/sparql-results+json, text/html;q=0.9"


def fetched(url):
    with urllib.request.urlopen(urllib.request.Request(url, headers={"Accept": ACCEPT}), timeout=120) as answer:
        return answer.read()


def started(command, url):
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for _ in range(600):
        try:
            fetched(url)
            return server
        except OSError:
            time.sleep(0.1)
    sys.exit(f"{command[0]} does not answer")


def loaded(url, options):
    """Requests a second, p50 and p99 in milliseconds, requests that did not answer 2xx."""
    subprocess.run(["wrk", "-t1", f"-c{options.connections}", "-d1s", "--timeout", "60s", url], stdout=subprocess.DEVNULL, check=True)
    command = ["wrk", "-t1", f"-c{options.connections}", f"-d{options.seconds}s", "--timeout", "60s", "--latency",
               "-H", f"Accept: {ACCEPT}", url]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    milliseconds = {"us": 0.001, "ms": 1, "s": 1000, "m": 60000}

    def percentile(name):
        value, unit = re.search(rf"^ +{name}% +([\d.]+)(us|ms|s|m)", said, re.M).groups()
        return float(value) * milliseconds[unit]

    failed = re.search(r"Non-2xx or 3xx responses: (\d+)", said)
    return float(re.search(r"Requests/sec: +([\d.]+)", said)[1]), percentile(50), percentile(99), int(failed[1]) if failed else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bin")
    parser.add_argument("--documents", type=int, default=3100)
    parser.add_argument("--seconds", type=int, default=10)
    parser.add_argument("--connections", type=int, default=4)
    parser.add_argument("--folder", default="/tmp/pledgegraph-load")
    options = parser.parse_args()
    store, dump, peer = (os.path.join(options.folder, name) for name in ("store", "dump.nq", "peer"))
    os.makedirs(options.folder, exist_ok=True)
    if not os.path.exists(dump):
        documents = os.path.join(options.folder, "documents.ndjson")
        with open(documents, "w") as file:
            subprocess.run([sys.executable, os.path.join(HERE, "generate.py"), str(options.documents)], stdout=file, check=True)
        shutil.rmtree(store, ignore_errors=True)
        subprocess.run([options.bin, "build", documents, "--store", store, "--quiet"], check=True)
        # The peer's loader leaves its files in order; ours are put in order by this.
        subprocess.run([options.bin, "optimize", "--store", store], check=True, stderr=subprocess.DEVNULL)
        subprocess.run([options.bin, "export", "--store", store, "--format", "nquads", "--output", dump], check=True)
        shutil.rmtree(peer, ignore_errors=True)
        if shutil.which("oxigraph"):
            subprocess.run(["oxigraph", "load", "--location", peer, "--file", dump], check=True, stderr=subprocess.DEVNULL)
    quads = sum(1 for _ in open(dump))
    servers = [started([options.bin, "serve", "--store", store, "--bind", OURS[7:]], f"{OURS}/health")]
    if shutil.which("oxigraph"):
        servers.append(started(["oxigraph", "serve-read-only", "--location", peer, "--bind", PEER[7:]], f"{PEER}/query?query=ASK%7B%7D"))
    try:
        table(options, quads, len(servers) > 1)
    finally:
        for server in servers:
            server.terminate()
            server.wait()


def table(options, quads, has_peer):
    find = PREFIXES + "SELECT ?who (COUNT(?sum) AS ?sums) { ?sum a pg:Funding ; pg:fundedBy ?who } GROUP BY ?who ORDER BY DESC(?sums) ?who LIMIT 1"
    who = json.loads(fetched(f"{OURS}/sparql?query={urllib.parse.quote(find)}"))["results"]["bindings"][0]["who"]["value"]
    page = "/doc/" + who.split("/id/")[1]
    work = [(f"entity page, HTML ({who.rsplit('/', 1)[1]})", None, page), ("the same, Turtle", None, page + ".ttl"), ("front page", None, "/")]
    lookup = f"{PREFIXES}SELECT ?sum ?value {{ ?sum a pg:Funding ; pg:fundedBy <{who}> ; pg:value ?value }}"
    work.append(("sums of one payer", lookup, None))
    for name in ("ceilings", "totals-per-programme", "totals-per-payer"):
        work.append((f"question `{name}`", open(os.path.join(QUESTIONS, name + ".rq")).read(), None))
    print(f"{quads:,} quads, {options.connections} connections, {options.seconds} s each after 1 s to warm up, {os.cpu_count()} cores shared with `wrk`\n")
    print("| request | ours: per s | p50 ms | p99 ms | oxigraph: per s | p50 ms | p99 ms |\n|---|---|---|---|---|---|---|")
    for name, query, path in work:
        cells = []
        first = time.time()
        if path:
            fetched(OURS + path)
            name += f" (first time {(time.time() - first) * 1000:,.0f} ms)"
        encoded = urllib.parse.quote(query or "", safe="")
        urls = [f"{OURS}/sparql?query={encoded}" if query else OURS + path]
        if query and has_peer:
            urls.append(f"{PEER}/query?query={encoded}")
            rows = [len(json.loads(fetched(url))["results"]["bindings"]) for url in urls]
            if rows[0] != rows[1]:
                sys.exit(f"{name}: {rows[0]} rows here, {rows[1]} there")
            name += f", {rows[0]:,} rows"
        for url in urls:
            rate, middle, tail, failed = loaded(url, options)
            cells += [f"{rate:,.1f}" + (f" ({failed} failed)" if failed else ""), f"{middle:,.1f}", f"{tail:,.1f}"]
        cells += ["—"] * (6 - len(cells))
        print(f"| {name} | " + " | ".join(cells) + " |", flush=True)


if __name__ == "__main__":
    main()
