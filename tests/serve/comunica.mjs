// Comunica against a running server: node comunica.mjs http://127.0.0.1:PORT TOKEN, with PLEDGEGRAPH_NODE the folder of node_modules.
import { createRequire } from "node:module";

const require = createRequire(`${process.env.PLEDGEGRAPH_NODE}/`);
const { QueryEngine } = require("@comunica/query-sparql");
const [server, token] = process.argv.slice(2);
const engine = new QueryEngine();
const prefix = "PREFIX pg: <https://w3id.org/pledgegraph/ns#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>";

function worked(what, condition) {
  if (!condition) {
    console.error(`failed: ${what}`);
    process.exit(1);
  }
  console.log(`worked: ${what}`);
}

async function labels(sources) {
  const query = `${prefix} SELECT DISTINCT ?label { ?sum a pg:Funding ; pg:fundedBy ?payer . ?payer rdfs:label ?label }`;
  const rows = await (await engine.queryBindings(query, { sources })).toArray();
  return rows.map((row) => row.get("label").value).join();
}

// Asked nothing, the endpoint describes itself: Comunica finds out by itself what it is.
worked("Comunica finds the endpoint", (await labels([`${server}/sparql`])) === "Example Bank");
worked("Comunica is told that it is one", (await labels([{ type: "sparql", value: `${server}/sparql` }])) === "Example Bank");
worked("Comunica follows linked data", (await labels([`${server}/doc/funding/EUR-5`, `${server}/doc/organisation/example-bank`])) === "Example Bank");
const destination = { type: "sparql", value: `${server}/sparql` };
const withToken = (url, options = {}) => {
  const headers = new Headers(options.headers);
  headers.set("Authorization", `Bearer ${token}`);
  return fetch(url, { ...options, headers });
};
await engine.queryVoid("INSERT DATA { <http://example.org/comunica> <http://example.org/p> 1 }", {
  sources: [destination], destination, fetch: withToken,
});
worked("Comunica update", await engine.queryBoolean("ASK { <http://example.org/comunica> ?p 1 }", { sources: [destination] }));
