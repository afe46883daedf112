#!/usr/bin/env python3
"""The 25 figures of the demo's year, from its input files alone.

    tests/programme/figures.py

prints one line for each figure: item,figure,numerator,denominator,met. It knows nothing of the product: who is in
scope is read off the directory, what was accepted off the played year. Empty numbers: there is nothing to tell yet.
"""
import csv
import pathlib

ROOT = pathlib.Path(__file__).parents[2]


def read(path):
    with open(ROOT / path, encoding="utf-8") as file:
        return list(csv.DictReader(line for line in file if not line.startswith("#")))


all_unions = read("deploy/sample/bac-quang-unions.csv")
unions = [u for u in all_unions if u["founded_on"] <= "2025-01-01"]
inspections = read("deploy/demo/bac-quang-2025-inspections.csv")

accepted = {}  # task → {figure: (numerator, denominator) or None where not applicable}
withdrawn = set()
for row in read("deploy/demo/bac-quang-2025-tasks.csv"):
    if row["review"] == "withdraw":
        withdrawn.add(row["task"])
    if row["accepted"]:
        accepted[row["task"]] = row["result"] or row["claim"]
for row in inspections:
    if row["contested_task"]:
        accepted.pop(row["contested_task"])
        if row["accepted"]:
            accepted[row["contested_task"]] = row["result"]


def values(text):
    result = {}
    for part in text.split(";"):
        figure, _, value = part.partition("=")
        if value.startswith("n/a:"):
            result[figure] = None
        else:
            numerator, _, denominator = value.partition("/")
            result[figure] = int(numerator), int(denominator or 0)
    return result


public = [u["id"] for u in unions if u["type"] in ("ADMINISTRATIVE", "PUBLIC_SERVICE")]
enterprise = [u["id"] for u in unions if u["type"] in ("STATE_ENTERPRISE", "NON_STATE_ENTERPRISE")]
everybody = [u["id"] for u in unions]
federation = ["federation"]


def where(column, yes):
    return [u["id"] for u in unions if yes(u[column])]


def reports(round_id, item, scope):
    """What was accepted of those in scope whose task was not withdrawn: unit → values, or None where nothing was."""
    tasks = {unit: f"{round_id}/{item}.{unit}" for unit in scope}
    return {unit: values(accepted[t]) if t in accepted else None for unit, t in tasks.items() if t not in withdrawn}


def show(item, figure, numerator, denominator, met):
    print(item, figure, numerator, denominator, {True: "met", False: "not-met", None: "no-data"}[met], sep=",")


def coverage(round_id, item, scope, percent):
    got = reports(round_id, item, scope)
    meet = sum(1 for v in got.values() if v and all(fact[0] == 1 for fact in v.values()))
    show(item, "", meet, len(got), 100 * meet >= percent * len(got))


def ratio(round_id, item, scope, targets):
    got = [v for v in reports(round_id, item, scope).values() if v]
    sums = {f: tuple(sum(v[f][i] for v in got if v[f]) for i in (0, 1)) for f in targets}
    met = all(100 * n >= targets[f] * d for f, (n, d) in sums.items())
    for figure, (numerator, denominator) in sums.items():
        show(item, figure, numerator, denominator, met)


def inspected(item, figure, scope, percent):
    units = {r["unit"] for r in inspections if r["kind"] == "finance" and r["concluded"].startswith("2025")} & set(scope)
    show(item, figure, len(units), len(scope), 100 * len(units) >= percent * len(scope))


TERM, YEAR = "2023-2028", "2025"
coverage(TERM, "1.1", where("eligible_for_agreement", lambda v: v == "có"), 100)
coverage(TERM, "1.2", everybody, 100)
coverage(YEAR, "1.3", public, 100)
coverage(YEAR, "1.4", enterprise, 85)
ratio(TERM, "1.5", everybody + federation, {"supported": 100})
households = reports(TERM, "1.6", federation)["federation"]["households"][0]
show("1.6", "households", households, 20, households >= 20)
ratio(YEAR, "2.1", public, {"informed": 100})
ratio(YEAR, "2.2", enterprise, {"informed": 90})
ratio(YEAR, "2.3", where("direct_workers", lambda v: int(v) >= 1), {"trained": 70})
ratio(YEAR, "2.4", everybody, {"kept": 100})
coverage(TERM, "2.5", public, 90)
coverage(TERM, "2.6", enterprise, 65)
coverage(YEAR, "3.1", everybody, 100)
members = sum(int(u["members"]) for u in all_unions if u["founded_on"] <= "2025-12-31")
show("4.1", "members", members, 4500, members >= 4500)
ratio(YEAR, "4.2", where("chair_newly_elected_on", lambda v: v.startswith("2025")), {"trained": 100})
level = reports(YEAR, "4.3", federation)["federation"]["level"][0]  # 0 outstanding, 1 good
show("4.3", "", int(level <= 1), 1, level <= 1)
rated = {"thpt-viet-vinh": 35 + 15 + 12 + 9 + 8}  # of 100 points; "good" begins at 70
good = sum(1 for u in public if rated.get(u, 0) >= 70)
show("4.4", "", good, len(public), 100 * good >= 95 * len(public))
show("4.5", "", "", "", None)  # nobody of them was rated
introduced = reports(YEAR, "4.6", everybody)
total = sum(v["introduced"][0] for v in introduced.values() if v)
show("4.6", "introduced", total, len(introduced), total >= len(introduced))
coverage(TERM, "5.1", [u["id"] for u in unions if u["type"] == "NON_STATE_ENTERPRISE"
                       and u["eligible_for_womens_committee"] == "có"], 100)
ratio(YEAR, "6.1", everybody + federation, {"contributions": 100, "dues": 100})
coverage(YEAR, "6.2", everybody + federation, 100)
done = int(any(r["kind"] == "same-level-finance" and "2025-01-01" <= r["concluded"] < "2025-12-20" for r in inspections))
show("7.1", "", done, 1, done == 1)  # the settlement was sent up on 20 December
inspected("7.2", "public", public, 30)
inspected("7.3", "enterprise", enterprise, 25)
