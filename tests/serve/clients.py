"""SPARQLWrapper and rdflib against a running server: clients.py http://127.0.0.1:PORT TOKEN

Each line that is printed names what worked; an exception ends the run.
"""
import sys

import rdflib
from rdflib.plugins.stores.sparqlstore import SPARQLStore, SPARQLUpdateStore
from SPARQLWrapper import CSV, JSON, POST, TURTLE, XML, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed, Unauthorized

server, token = sys.argv[1:3]
PG = rdflib.Namespace("https://w3id.org/pledgegraph/ns#")
EX = rdflib.Namespace("http://example.org/")
SUMS = "SELECT ?sum ?value { ?sum a pg:Funding ; pg:value ?value }"
FUNDING = "https://w3id.org/pledgegraph/id/funding/EUR-5"
BEARER = {"Authorization": f"Bearer {token}"}


def worked(what, condition=True):
    if not condition:
        sys.exit(f"failed: {what}")
    print(f"worked: {what}")


def sparql_wrapper():
    client = SPARQLWrapper(f"{server}/sparql")
    client.setQuery(SUMS)
    for method in ("GET", "POST"):
        client.setMethod(method)
        client.setReturnFormat(JSON)
        rows = client.queryAndConvert()["results"]["bindings"]
        worked(f"SPARQLWrapper {method} JSON", [row["sum"]["value"] for row in rows] == [FUNDING])
        client.setReturnFormat(XML)
        worked(f"SPARQLWrapper {method} XML", FUNDING in client.queryAndConvert().toxml())
        client.setReturnFormat(CSV)
        worked(f"SPARQLWrapper {method} CSV", FUNDING.encode() in client.queryAndConvert())
    client.setQuery("CONSTRUCT WHERE { ?sum a pg:Funding }")
    client.setReturnFormat(TURTLE)
    graph = rdflib.Graph().parse(data=client.queryAndConvert(), format="turtle")
    worked("SPARQLWrapper CONSTRUCT", (rdflib.URIRef(FUNDING), rdflib.RDF.type, PG.Funding) in graph)
    client.setQuery("SELECT * WERE {}")
    try:
        client.query()
        worked("SPARQLWrapper names a syntax error", False)
    except QueryBadFormed as error:
        worked("SPARQLWrapper names a syntax error", "line" in str(error))

    update = SPARQLWrapper(f"{server}/sparql")
    update.setMethod(POST)
    update.setQuery(f"INSERT DATA {{ <{EX.wrapper}> <{EX.says}> 1 }}")
    try:
        update.query()
        worked("SPARQLWrapper update needs the token", False)
    except Unauthorized:
        worked("SPARQLWrapper update needs the token")
    update.addCustomHttpHeader("Authorization", BEARER["Authorization"])
    update.query()
    client.setQuery(f"ASK {{ <{EX.wrapper}> <{EX.says}> 1 }}")
    client.setReturnFormat(JSON)
    worked("SPARQLWrapper update", client.queryAndConvert()["boolean"])


def rdflib_stores():
    reader = rdflib.Graph(SPARQLStore(f"{server}/sparql"))
    rows = list(reader.query(SUMS, initNs={"pg": PG}))
    worked("rdflib SELECT", [str(row[0]) for row in rows] == [FUNDING] and rows[0][1] == rdflib.Literal(5000000000, datatype=rdflib.XSD.decimal))
    worked("rdflib triples", (rdflib.URIRef(FUNDING), PG.currencyCode, rdflib.Literal("EUR")) in reader)
    writer = rdflib.Graph(SPARQLUpdateStore(f"{server}/sparql", f"{server}/sparql", headers=BEARER), identifier=EX.graph)
    writer.add((EX.s, EX.p, rdflib.Literal("Žluťoučký €", lang="cs")))
    worked("rdflib add", (EX.s, EX.p, rdflib.Literal("Žluťoučký €", lang="cs")) in writer)
    writer.remove((EX.s, EX.p, None))
    worked("rdflib remove", len(writer) == 0)
    thing = rdflib.Graph().parse(f"{server}/id/organisation/example-bank")
    worked("rdflib reads linked data", thing.value(predicate=rdflib.RDFS.label, object=rdflib.Literal("Example Bank")) is not None)


sparql_wrapper()
rdflib_stores()
