#!/usr/bin/env python3
"""Writes synthetic announcements as NDJSON: the same number and seed give the same bytes.

usage: generate.py NUMBER [--seed N] [--changed PERCENT] > documents.ndjson

Each has about 2 kB: a headline, a lead with the sum, a quotation, background with parts, counts and figures that are no
pledges, and filler prose. Names are built from parts, so that many documents share some actors and each has its own.
With --changed, that part of the documents states another sum.
"""
import argparse
import json
import random

PLACES = "Northport Eastvale Rivermouth Stonebridge Lakemoor Highfield Oakdale Westhaven Greyford Sunbury Fairhill Millbrook".split()
COUNTRIES = "France Germany Kenya Brazil India Canada Japan Spain Poland Chile Norway Morocco".split()
FIELDS = ["clean hydrogen", "battery", "semiconductor", "rural health", "offshore wind", "water", "vaccine", "rail", "artificial intelligence", "steel"]
FACILITIES = ["plant", "gigafactory", "data centre", "hospital", "research campus", "terminal", "substation", "laboratory"]
COMPANY_HEADS = "Vanta Helio Norda Quill Astra Ferro Lumen Cobalt Merid Terra Boreal Zephyr".split()
COMPANY_TAILS = ["Energy", "Systems", "Materials", "Power", "Foods", "Motors", "Therapeutics", "Networks"]
SUFFIXES = ["Ltd", "GmbH", "Inc.", "AG", "S.A.", "plc"]
FIRST = "Anna Pedro Mei John Aisha Lars Ingrid Samuel Noor Marta Kofi Elena".split()
LAST = "Keller Mwangi Tanaka Silva Novak Haddad Olsen Fournier Rossi Becker Duarte Lindholm".split()
VERBS = ["will invest", "has pledged", "is committing", "plans to spend", "announced", "earmarked"]
HEDGES = ["", "", "", "up to ", "more than ", "about ", "an initial "]
CURRENCIES = [("€{} {}", "euros"), ("${} {}", "dollars"), ("£{} {}", "pounds"), ("EUR {} {}", "euros"), ("{} {} Swiss francs", "francs")]
FILLER = [
    "Officials said that the decision follows two years of talks with local councils, employers and trade unions.",
    "Construction is expected to begin next year, subject to planning permission and the usual environmental studies.",
    "The announcement comes as governments around the world compete for investment in strategic industries.",
    "Residents have asked for more information about traffic, noise and the use of water during the works.",
    "A public hearing will be held before the end of the summer, and the documents will be published online.",
    "Analysts described the move as a sign of confidence in a sector that had suffered from high prices.",
    "Training courses will be offered together with the technical college, starting in the autumn.",
]


def amount(random, scale):
    form, _ = random.choice(CURRENCIES)
    value = random.choice(["{}", "{}.5", "{}.25"]).format(random.randint(2, 900))
    return form.format(value, scale)


def document(number, seed, changed):
    r = random.Random(f"{seed}/{number}")
    place, country, field = r.choice(PLACES), r.choice(COUNTRIES), r.choice(FIELDS)
    facility = r.choice(FACILITIES)
    company = f"{r.choice(COMPANY_HEADS)}{r.choice(['', 'x', 'on', 'is'])} {r.choice(COMPANY_TAILS)} {r.choice(SUFFIXES)}"
    person = f"{r.choice(FIRST)} {r.choice(LAST)}"
    body = r.choice([f"The Government of {country}", f"The Ministry of Energy of {country}", "The European Commission", f"The {country} Development Bank", company])
    programme = f"{r.choice(['Future', 'Bright', 'Open', 'Clean', 'Bold'])} {field.title()} {r.choice(['Fund', 'Programme', 'Initiative', 'Scheme'])}"
    total, part, revenue = amount(r, "million"), amount(r, "million"), amount(r, "billion")
    if random.Random(f"change/{seed}/{number}").random() * 100 < changed:
        total = amount(random.Random(f"changed/{seed}/{number}"), "million")
    sentences = [
        f"{body} {r.choice(VERBS)} {r.choice(HEDGES)}{total} for a new {field} {facility} in {place}, {country}, under the {programme}.",
        f"Of this amount, {part} will go to {company}, which builds the {facility}.",
        f"“This {facility} will create {r.randint(40, 4000):,} jobs,” said {person}, chief executive of {company}.",
        f"The site will cover {r.randint(5, 90)} hectares and deliver {r.randint(10, 900)} MW from {r.randint(2026, 2034)}.",
        f"{company} reported revenue of {revenue} in {r.randint(2021, 2024)}.",
    ]
    filler = FILLER * 3
    r.shuffle(filler)
    paragraphs = [" ".join(sentences[:2]), sentences[2], " ".join(filler[:6]), " ".join(sentences[3:]), " ".join(filler[6:14])]
    title = f"{body.removeprefix('The ')} backs {field} {facility} in {place}"
    return {
        "id": f"s{seed}-{number:07}",
        "title": title,
        "date": f"{r.randint(2023, 2025)}-{r.randint(1, 12):02}-{r.randint(1, 28):02}",
        "language": "en",
        "text": title + "\n\n" + "\n\n".join(paragraphs),
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("number", type=int)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--changed", type=float, default=0)
    options = parser.parse_args()
    for number in range(options.number):
        print(json.dumps(document(number, options.seed, options.changed), ensure_ascii=False))


if __name__ == "__main__":
    main()
