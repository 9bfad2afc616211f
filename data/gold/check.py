#!/usr/bin/env python3
"""Check the expected facts against the announcements: python3 data/gold/check.py [DOCS GOLD]

Prints one line for each finding and ends with 1 if there is any. Without arguments it reads
data/announcements, data/gold and data/gold/held-out.
"""
import glob
import html
import json
import os
import re
import sys
from decimal import Decimal

DOCUMENT = "id url title published publisher language entities roles amounts quantities relations".split()
ENTITY = {"id", "type", "name", "mentions"}
AMOUNT = set("id value value_max currency quote bound kind stage payer announcer recipient programme facility "
             "purpose partOf conversionOf start end durationYears".split())
SLOTS = ("payer", "announcer", "recipient", "programme", "facility")
TYPES = {"Person", "PublicBody", "Company", "Organisation", "Programme", "Facility", "Place", "Event"}
BOUNDS = {"exact", "atLeast", "atMost", "approximately", "range"}
KINDS = {"commitment", "disbursed", "conversion", "other"}
STAGES = {None, "total", "initial", "potential"}
RELATIONS = {"announces", "funds", "partOf", "participates", "locatedIn", "builds"}
# What the ends of a relation may be.
ACTORS = {"Person", "PublicBody", "Company", "Organisation"}
ENDS = {
    "announces": (ACTORS, {"Programme", "Facility", "Event"}),
    "funds": (ACTORS | {"Programme"}, TYPES - {"Person", "Event"}),
    "participates": (ACTORS, TYPES - {"Person", "Place"}),
    "builds": (ACTORS | {"Programme"}, {"Facility"}),
    "locatedIn": (TYPES - {"Person"}, {"Place", "PublicBody", "Facility", "Organisation"}),
    "partOf": (TYPES - {"Person"}, TYPES - {"Person"}),
}
SCALE = {"pence": Decimal("0.01"), "cents": Decimal("0.01"), "hundred": 100, "thousand": 10**3, "k": 10**3, "lakh": 10**5, "million": 10**6, "mln": 10**6, "m": 10**6,
         "crore": 10**7, "billion": 10**9, "bn": 10**9, "b": 10**9, "trillion": 10**12, "tn": 10**12}
WORDS = {w: n for n, w in enumerate("zero one two three four five six seven eight nine ten eleven twelve".split())}
WORDS.update({"half": Decimal("0.5"), "quarter": Decimal("0.25"), "a": 1, "an": 1, "fifteen": 15, "first": 1, "twenty": 20, "thirty": 30,
              "forty": 40, "fifty": 50})
CUES = {"atMost": r"up to|as much as|at most|no more than|maximum|under|less than|rarely|not exceed|ceiling|below|within",
        "atLeast": r"more than|over|at least|upwards|above|exceed|in excess|minimum|plus|no less|north of|well past",
        "approximately": r"about|around|some|roughly|nearly|almost|approximately|estimated|close to|near|circa|expected|or so|equivalent|just"}

MONEY = (r"(?:(?:US|CA|C|A|AU|NZ|R|S|HK)?\$|€|£|¥|₹|Rs\.? ?|\b[A-Z]{3} ?)\d[\d.,]*"
         r"|\b(?:\d[\d.,]*|one|two|three|four|five|six|seven|eight|nine|ten|half a)[- ](?:(?:hundred|thousand|million|billion|trillion|crore|lakh)[- ]?)+"
         r"(?:euros?|dollars?|pounds?|yen|yuan|won|rupees|rand|kronor|kroner|reais|francs|rupiah|zlotys|Danish kroner|US dollars)")
# Announcements that split one sum in two ways.
TOLD_TWICE = {"ras-el-hekma", "uk-quantum-hubs"}


def words_of(path):
    text = open(path, encoding="utf8").read()
    if path.endswith(".html"):
        text = html.unescape(re.sub(r"<[^>]+>", " ", re.sub(r"(?s)<(script|style|nav|footer).*?</\1>", " ", text)))
        text = re.sub(r"\s+([,.;:)])", r"\1", text)
    if path.endswith(".md"):
        text = re.sub(r"\*\*|^#+ |^> ?|^[-*] ", "", re.sub(r"(?s)\A---.*?---", "", text), flags=re.M)
    return " ".join(text.split())


def figures(quote):
    """The numbers a quote may mean: '16 billion to 18 billion' -> 16e9, 18e9; '$40 to $50 million' -> also 40e6."""
    found = []
    number = r"(\d[\d.,]*\d|\d|\b(?:%s)\b)" % "|".join(WORDS)
    scale = r"((?:[- ]*(?:%s)\b)*)" % "|".join(sorted(SCALE, key=len, reverse=True))
    for match in re.finditer(number + scale, quote, re.I):
        digits = match[1].lower().replace(",", "")
        value = Decimal(WORDS[digits]) if digits in WORDS else Decimal(digits)
        factor = 1
        for word in re.findall(r"[a-z]+", match[2].lower()):
            factor *= SCALE[word]
        found.append((value, factor))
    largest = max((factor for _, factor in found), default=1)
    return {value * factor for value, factor in found} | {value * largest for value, _ in found}


def check(gold, text):
    entities = {e["id"]: e for e in gold["entities"]}
    amounts = {a["id"]: a for a in gold["amounts"]}
    if [k for k in gold] != DOCUMENT:
        yield f"keys {list(gold)}"
    if len(entities) != len(gold["entities"]) or len(amounts) != len(gold["amounts"]):
        yield "an id is used twice"
    names = [(e["type"], e["name"]) for e in gold["entities"]]
    yield from (f"entity twice: {n}" for n in set(names) if names.count(n) > 1)
    owners = {}
    for e in gold["entities"]:
        if set(e) - {"wikidata"} != ENTITY or e["type"] not in TYPES or not e["mentions"]:
            yield f"entity {e}"
        for m in e["mentions"]:
            if not re.search(r"(?<!\w)" + re.escape(" ".join(m.split())) + r"(?!\w)", text):
                yield f"mention not in the text: {m!r}"
            if m in owners:
                yield f"mention {m!r} of both {owners[m]} and {e['name']}"
            owners[m] = e["name"]
        if e["name"] in text and e["name"] not in e["mentions"]:
            yield f"name stands in the text but is no mention: {e['name']}"
        surname = e["name"].split()[-1]
        if e["type"] == "Person" and not any(m.endswith(surname) for m in e["mentions"] if m != e["name"]):
            if re.search(r"(?<!\w)(?<!%s )" % re.escape(e["name"].split()[-2] if " " in e["name"] else "-") +
                         re.escape(surname) + r"(?!\w| [Aa]dministration| [Gg]overnment)", text):
                yield f"surname alone is no mention: {e['name']}"
    for a in gold["amounts"]:
        where = f"{a['id']} {a['quote']!r}"
        if set(a) != AMOUNT or a["bound"] not in BOUNDS or a["kind"] not in KINDS or a["stage"] not in STAGES:
            yield f"{where}: keys or words {a}"
        if " ".join(a["quote"].split()) not in text:
            yield f"{where}: not in the text"
        read = figures(a["quote"])
        for value in (a["value"], a["value_max"]):
            if value is not None and Decimal(str(value)) not in read:
                yield f"{where}: value {value}, the words say {sorted(map(str, read))}"
        if (a["value_max"] is not None) != (a["bound"] == "range"):
            yield f"{where}: bound {a['bound']} with upper value {a['value_max']}"
        at = text.find(" ".join(a["quote"].split()))
        around = text[max(0, at - 40):at + len(a["quote"]) + 15].lower()
        if a["bound"] in CUES and not re.search(CUES[a["bound"]], around):
            yield f"{where}: no cue for {a['bound']} in {around!r}"
        if a["bound"] == "exact" and re.search(r"\b(up to|more than|at least|about|around|roughly|nearly|almost|over|some|upwards of) \W*$",
                                              text[max(0, at - 14):at].lower()) and not re.search("edge|add |went|take ", text[max(0, at - 14):at]):
            yield f"{where}: exact after {text[max(0, at - 14):at]!r}"
        for slot in SLOTS:
            yield from (f"{where}: {slot} {i} unknown" for i in a[slot] if i not in entities)
            if len(set(a[slot])) != len(a[slot]):
                yield f"{where}: {slot} twice"
        for slot, types in (("payer", ACTORS | {"Programme"}), ("announcer", ACTORS), ("programme", {"Programme"}),
                            ("facility", {"Facility"}), ("recipient", TYPES - {"Event"})):
            yield from (f"{where}: {slot} {entities[i]['name']} is a {entities[i]['type']}"
                        for i in a[slot] if i in entities and entities[i]["type"] not in types)
        for link in ("partOf", "conversionOf"):
            if a[link] is not None and (a[link] not in amounts or a[link] == a["id"]):
                yield f"{where}: {link} {a[link]}"
        if (a["kind"] == "conversion") != (a["conversionOf"] is not None):
            yield f"{where}: kind {a['kind']} with conversionOf {a['conversionOf']}"
        seen = {a["id"]}
        step = a
        while step["partOf"] in amounts:
            step = amounts[step["partOf"]]
            if step["id"] in seen:
                yield f"{where}: partOf runs in a circle"
                break
            seen.add(step["id"])
        parts = [Decimal(str(p["value"])) for p in gold["amounts"] if p["partOf"] == a["id"] and p["currency"] == a["currency"]]
        limit = Decimal(str(a["value_max"] or a["value"])) * Decimal("1.1")
        if parts and (max(parts) > limit or sum(parts) > limit and gold["id"] not in TOLD_TWICE):
            yield f"{where}: its parts come to {sum(parts)}"
    quoted = " | ".join(a["quote"] for a in gold["amounts"])
    for sum_of_money in re.finditer(MONEY, text):
        digits = re.search(r"\d(?:[\d.,]*\d)?", sum_of_money[0])
        if (digits[0] if digits else sum_of_money[0]) not in quoted:
            yield f"sum left out: {sum_of_money[0]!r}"
    if gold["id"].startswith("neg-") and sum(a["kind"] in ("commitment", "disbursed") for a in gold["amounts"]) > 1:
        yield "a negative with two commitments"
    for q in gold["quantities"]:
        if set(q) != {"value", "value_max", "unit", "bound", "of", "quote"} or q["of"] not in entities or q["bound"] not in BOUNDS:
            yield f"quantity {q}"
        if " ".join(q["quote"].split()) not in text:
            yield f"quantity not in the text: {q['quote']!r}"
        elif figures(q["quote"]) and Decimal(str(q["value"])) not in figures(q["quote"]):
            yield f"quantity {q['quote']!r}: value {q['value']}"
    for r in gold["roles"]:
        if set(r) != {"person", "role", "organisation"} or entities.get(r["person"], {}).get("type") != "Person" \
                or r["organisation"] not in entities:
            yield f"role {r}"
    pairs = [tuple(r) for r in gold["relations"]]
    yield from (f"relation twice: {p}" for p in set(pairs) if pairs.count(p) > 1)
    for s, name, o in pairs:
        if s not in entities or o not in entities or name not in RELATIONS or s == o:
            yield f"relation {s} {name} {o}"
            continue
        ends = ENDS[name]
        if entities[s]["type"] not in ends[0] or entities[o]["type"] not in ends[1]:
            yield f"relation {entities[s]['name']} ({entities[s]['type']}) {name} {entities[o]['name']} ({entities[o]['type']})"
    for a in gold["amounts"]:
        if a["kind"] not in ("commitment", "disbursed"):
            continue
        ends = set(a["programme"] + a["recipient"] + a["facility"])
        for x in a["payer"]:
            if ends - {x} and not any((x, "funds", y) in pairs for y in ends):
                yield f"{a['id']}: funds missing from {entities.get(x, {}).get('name')}"


def main():
    here = os.path.dirname(os.path.abspath(__file__))
    docs, folders = os.path.join(here, "..", "announcements"), [here, os.path.join(here, "held-out")]
    if len(sys.argv) == 3:
        docs, folders = sys.argv[1], [sys.argv[2]]
    findings = 0
    for path in sorted(p for folder in folders for p in glob.glob(os.path.join(folder, "*.json"))):
        gold = json.load(open(path, encoding="utf8"))
        texts = [p for p in glob.glob(os.path.join(docs, glob.escape(gold["id"]) + ".*"))]
        if gold["id"] != os.path.basename(path)[:-5] or len(texts) != 1:
            print(f"{path}: id {gold['id']}, texts {texts}")
            findings += 1
            continue
        for finding in check(gold, words_of(texts[0])):
            print(f"{gold['id']}: {finding}")
            findings += 1
    print(f"{findings} findings")
    sys.exit(findings > 0)


if __name__ == "__main__":
    main()
