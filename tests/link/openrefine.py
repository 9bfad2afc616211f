#!/usr/bin/env python3
"""Acceptance: OpenRefine, without a screen, reconciles a column of a hundred names against a running server.

usage: openrefine.py RECONCILE_URL NAMES.txt [REFINE_URL]

Needs OpenRefine (Debian: `apt-get install openrefine`), started with `openrefine -x refine.headless=true`. Prints how many
cells found candidates and how many were matched by themselves; fails when a cell was not judged at all.
"""
import json
import sys
import time
import urllib.parse
import urllib.request

service, names = sys.argv[1], open(sys.argv[2], encoding="utf-8").read().split("\n")
refine = sys.argv[3] if len(sys.argv) > 3 else "http://127.0.0.1:3333"
names = [name for name in names if name][:100]


def call(path, fields=None, body=None, headers=None):
    data = body if body is not None else (urllib.parse.urlencode(fields).encode() if fields is not None else None)
    request = urllib.request.Request(refine + "/command/core/" + path, data, headers or {})
    with urllib.request.urlopen(request, timeout=60) as answer:
        return answer.geturl(), answer.read().decode()


def token():
    return json.loads(call("get-csrf-token")[1])["token"]


boundary = "pledgegraph"
table = "name\n" + "\n".join('"' + name.replace('"', '""') + '"' for name in names) + "\n"
parts = {"project-name": "names", "format": "text/line-based/*sv", "options": json.dumps({"separator": ",", "headerLines": 1, "encoding": "UTF-8"})}
body = "".join(f'--{boundary}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n' for key, value in parts.items())
body += f'--{boundary}\r\nContent-Disposition: form-data; name="project-file"; filename="names.csv"\r\nContent-Type: text/csv\r\n\r\n{table}\r\n--{boundary}--\r\n'
url, _ = call(
    "create-project-from-upload?csrf_token=" + urllib.parse.quote(token()),
    body=body.encode(),
    headers={"Content-Type": f"multipart/form-data; boundary={boundary}"},
)
project = url.split("project=")[1]
manifest = json.load(urllib.request.urlopen(service))
config = {
    "mode": "standard-service",
    "service": service,
    "identifierSpace": manifest["identifierSpace"],
    "schemaSpace": manifest["schemaSpace"],
    "type": None,
    "autoMatch": True,
    "columnDetails": [],
    "limit": 5,
}
started = time.time()
fields = {"columnName": "name", "config": json.dumps(config), "engine": json.dumps({"facets": [], "mode": "row-based"}), "csrf_token": token()}
print(call(f"reconcile?project={project}", fields)[1][:200], file=sys.stderr)
while json.loads(call(f"get-processes?project={project}")[1])["processes"]:
    time.sleep(0.3)
seconds = time.time() - started
rows = json.loads(call(f"get-rows?project={project}&start=0&limit=200", {"engine": fields["engine"]})[1])
recons = rows.get("pool", {}).get("recons", {})
cells = [row["cells"][0] for row in rows["rows"]]
judged = [cell["r"] if isinstance(cell.get("r"), dict) else recons.get(str(cell.get("r"))) for cell in cells]
done = [recon for recon in judged if recon]
found = [recon for recon in done if recon.get("c") or recon.get("m")]
matched = [recon for recon in done if recon.get("j") == "matched"]
print(f"{len(cells)} rows, {len(done)} reconciled, {len(found)} with candidates, {len(matched)} matched, {seconds:.1f} s")
for recon in matched[:3]:
    print("  ", recon["m"]["name"], recon["m"]["id"])
sys.exit(0 if len(done) == len(cells) == len(names) else 1)
