"""Counts the statements that rdflib and pyoxigraph find in each export."""
import pyoxigraph
import rdflib

FORMATS = {
    "turtle": ("turtle", pyoxigraph.RdfFormat.TURTLE),
    "trig": ("trig", pyoxigraph.RdfFormat.TRIG),
    "nquads": ("nquads", pyoxigraph.RdfFormat.N_QUADS),
    "ntriples": ("nt", pyoxigraph.RdfFormat.N_TRIPLES),
    "jsonld": ("json-ld", pyoxigraph.RdfFormat.JSON_LD),
    "rdfxml": ("xml", pyoxigraph.RdfFormat.RDF_XML),
}
for name, (rdflib_name, pyoxigraph_format) in FORMATS.items():
    dataset = rdflib.Dataset()
    dataset.parse(f"all.{name}", format=rdflib_name)
    print(name, "rdflib", sum(1 for _ in dataset.quads((None, None, None, None))))
    quads = pyoxigraph.parse(path=f"all.{name}", format=pyoxigraph_format)
    print(name, "pyoxigraph", len(set(quads)))
