#!/usr/bin/env python3
"""Every figure of the played term, from its input alone.

    tests/term/term_figures.py FOLDER

reads what make-term.py wrote into FOLDER (events.csv, unions-*.csv) and the seeds that were shown when the samples of
inspections were drawn (draws.csv), and prints what has to be shown at each check of the events, a line for each
indicator, stand, count and scorecard line, and each sample, drawn again. It shares no code with the product: the items
are read from items.csv beside it, and the rules are those of the programme's text.
"""
import csv
import datetime
import hashlib
import pathlib
import sys

HERE = pathlib.Path(__file__).parent
TERM = "2023-2028"
TERM_PERIOD = (datetime.date(2023, 7, 1), datetime.date(2028, 6, 30))
UNTIL = {"4.1": datetime.date(2028, 12, 31)}  # the end of the year 2028 is not the term's
LEVELS = ["OUTSTANDING", "GOOD", "COMPLETED", "NOT_COMPLETED"]
DUE_SOON_DAYS = 30
FEDERATION = "federation"

PUBLIC = {"ADMINISTRATIVE", "PUBLIC_SERVICE"}
ENTERPRISE = {"STATE_ENTERPRISE", "NON_STATE_ENTERPRISE"}
ALL = PUBLIC | ENTERPRISE | {"NON_STATE_UNIT"}
# types, a condition on the facts within a period, the federation itself
SCOPES = {
    "all": (ALL, None, False),
    "all+federation": (ALL, None, True),
    "federation": (set(), None, True),
    "public": (PUBLIC, None, False),
    "enterprise": (ENTERPRISE, None, False),
    "enterprise+federation": (ENTERPRISE, None, True),
    "non-state": ({"NON_STATE_ENTERPRISE", "NON_STATE_UNIT"}, None, False),
    "eligible-for-agreement": (ALL, lambda f, p: f.get("eligible_for_agreement", 0) >= 1, False),
    "with-direct-workers": (ALL, lambda f, p: f.get("direct_workers", 0) >= 1, False),
    "newly-elected-chair": (ALL, lambda f, p: p[0] <= f.get("chair_newly_elected_on", datetime.date.min) <= p[1], False),
    "eligible-non-state-enterprise": (
        {"NON_STATE_ENTERPRISE"}, lambda f, p: f.get("eligible_for_womens_committee", 0) >= 1, False),
    "eligible-for-womens-committee+federation": (
        ALL, lambda f, p: f.get("eligible_for_womens_committee", 0) >= 1, True),
}

# By what a union's points are given in a year; levels begin at so many of a hundred of the points that are possible.
CRITERIA = [
    ("indicators", "results", 50, ["1.3", "1.4", "2.1", "2.2", "2.3", "2.4", "3.1", "4.2", "4.6", "6.1", "6.2"]),
    ("duties", "results", 15, ["3.1.4", "3.1.8", "3.2.4", "3.3.2", "3.5.2", "3.6.3"]),
    ("punctuality", "timeliness", 15, None),
    ("organisation", "judgement", 10, None),
    ("initiative", "judgement", 10, None),
]
LEVELS_FROM = [90, 70, 50, 0]
MONTHS_SINCE_FOUNDING, MONTHS_SINCE_SPLIT_OR_MERGER = 12, 6

# Quotas of unions to inspect in a year, as the programme's indicators 7.2 and 7.3 ask for them.
STRATA = {"public": ("public", 30, "7.2"), "enterprise": ("enterprise", 25, "7.3")}
COUNTING_KIND = "finance"



def months_on(day, months):
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    last = (datetime.date(year + month // 12, month % 12 + 1, 1) - datetime.timedelta(days=1)).day
    return datetime.date(year, month, min(day.day, last))


def quota(population, percent):
    return -(-population * percent // 100)


def rows_of(path):
    with open(path, encoding="utf-8") as file:
        return list(csv.DictReader(line for line in file if not line.startswith("#")))


def day_of(text):
    return datetime.date.fromisoformat(text) if text else None


class Item:
    def __init__(self, row):
        self.id = row["item"]
        self.kind = row["kind"]
        self.yearly = row["round"] == "year"
        self.measure = row["measure"]
        self.source = row["from"]
        self.scope = row["scope"]
        self.field = row["field"]
        self.fact = row["fact"]
        self.needs = row["needs"].split()
        self.body = row["body"]
        self.due = row["due"]
        self.figures = {}
        for part in filter(None, row["figures"].split(";")):
            figure, target = part.split(">=")
            self.figures[figure] = LEVELS.index(target) if target in LEVELS else int(target)

    @property
    def reported(self):
        return self.source == "reported"


ITEMS = {row["item"]: Item(row) for row in rows_of(HERE / "items.csv")}


def period_of(round_id):
    if round_id == TERM:
        return TERM_PERIOD
    return datetime.date(int(round_id), 1, 1), datetime.date(int(round_id), 12, 31)


def values_of(text):
    """"a=3/4;b=1;c=n/a:reason" → {a: (3, 4), b: (1, None), c: None}; a denominator left out, as in "a=3/", is -1."""
    values = {}
    for part in filter(None, text.split(";")):
        figure, _, value = part.partition("=")
        if value.startswith("n/a:"):
            values[figure] = None
            continue
        numerator, slash, denominator = value.partition("/")
        values[figure] = int(numerator), (int(denominator) if denominator else -1 if slash else None)
    return values


def text_of(values):
    def one(value):
        if value is None:
            return "n/a"
        return str(value[0]) if value[1] is None else f"{value[0]}/{value[1]}"
    return " ".join(f"{figure}={one(value)}" for figure, value in values.items())


class Union:
    """A grassroots union: what it is from which day on."""

    def __init__(self, founded):
        self.founded = founded
        self.ended = None
        self.reformed = []  # days of splits and mergers that it came out of
        self.types = {}
        self.facts = {}  # fact → {from day: value}

    def there_on(self, day):
        return (self.founded is None or self.founded <= day) and (self.ended is None or self.ended > day)

    def type_on(self, day):
        days = sorted(self.types)
        return self.types[max((d for d in days if d <= day), default=days[0])]

    def facts_on(self, day):
        facts = {}
        for fact, history in self.facts.items():
            days = [d for d in history if d <= day]
            if days and history[max(days)] is not None:
                facts[fact] = history[max(days)]
        return facts

    def take(self, type_, facts, day):
        """The whole union as it is from that day on: a fact that is left out has no value any more."""
        if not self.types or self.type_on(day) != type_:
            self.types[day] = type_
        for fact in set(self.facts) | set(facts):
            self.facts.setdefault(fact, {})[day] = facts.get(fact)


def facts_in(row):
    """The facts of a row of the directory's file."""
    facts = {}
    for fact in ("members", "women", "workers", "direct_workers"):
        facts[fact] = int(row[fact])
    for fact in ("eligible_for_agreement", "eligible_for_womens_committee"):
        facts[fact] = int(row[fact] == "có")
    if row["chair_newly_elected_on"]:
        facts["chair_newly_elected_on"] = day_of(row["chair_newly_elected_on"])
    return facts


def facts_from(text):
    facts = {}
    for part in filter(None, text.split(";")):
        fact, _, value = part.partition("=")
        facts[fact] = day_of(value) if "-" in value else int(value)
    return facts


WITH_ASSIGNEE = ("ISSUED", "IN_PROGRESS", "RETURNED")
WITH_REVIEWER = ("SUBMITTED", "IN_REVIEW")
OPEN = WITH_ASSIGNEE + WITH_REVIEWER + ("SUSPENDED",)


class Task:
    def __init__(self, round_id, item, unit, due):
        self.round = round_id
        self.item = item
        self.unit = unit
        self.state = "ISSUED"
        self.before_suspension = None
        self.suspended = None
        self.due = due
        self.submitted = None  # of this leg: the day, and the date in force then
        self.submitted_due = None
        self.late_before = 0
        self.closed = False
        self.claim = {}
        self.result = None
        self.met = False
        self.as_of = None
        self.stands = {}  # day → (values, accepted, met)
        self.targets = dict(item.figures)
        self.type = None  # of the union that it was given to

    def __str__(self):
        return f"{self.round}/{self.item.id}.{self.unit}"

    @property
    def late(self):
        if self.submitted is None:
            return self.late_before
        return max(self.late_before, (self.submitted - self.submitted_due).days)

    def applies(self, values):
        return not self.item.figures or any(values.get(f, (0, None)) is not None for f in self.item.figures)

    def meets(self, values, judged):
        item = self.item
        if not self.applies(values):
            return False
        if not item.figures:
            return judged
        for figure, target in self.targets.items():
            if figure not in values:
                return False
            if values[figure] is None:
                continue
            numerator, denominator = values[figure]
            if item.measure == "coverage" and numerator != 1:
                return False
            if item.measure == "ratio" and not (denominator > 0 and 100 * numerator >= target * denominator):
                return False
            if item.measure in ("count", "average") and numerator < target:
                return False
            if item.measure == "level" and numerator > target:
                return False
        return True

    def timing(self, day):
        if self.state in WITH_ASSIGNEE:
            left = (self.due - day).days
            return "OVERDUE" if left < 0 else "DUE_SOON" if left <= DUE_SOON_DAYS else "NOT_DUE"
        if self.state in WITH_REVIEWER:
            return "AWAITING_REVIEW"
        if self.state == "ACCEPTED":
            return "DONE_LATE" if self.late > 0 else "DONE_ON_TIME"
        return "NOT_MET" if self.state == "NOT_MET" else "NO_DEADLINE"


class Tally:
    """How many of an item's tasks are where, and what their figures sum to."""

    def __init__(self, item, expected=0, reported=0, met=0):
        self.expected = expected
        self.reported = reported
        self.not_applicable = 0
        self.submitted = 0
        self.met = met
        self.sums = {figure: [0, 0] for figure in item.figures}

    def add(self, applies, met, values):
        self.reported += 1
        self.not_applicable += not applies
        self.met += bool(met and applies)
        for figure, value in values.items():
            if value is not None:
                self.sums[figure][0] += value[0]
                self.sums[figure][1] += value[1] or 0


class Round:
    def __init__(self, round_id, population_day, targets):
        self.id = round_id
        self.targets = targets  # (item, figure) → the target of the programme's version that it is drafted from
        self.period = period_of(round_id)
        self.population_day = population_day
        self.due = {}  # item → its date in the round
        self.raised = {}  # (item, figure) → target
        self.raised_for = {}  # (item, figure, unit) → target
        self.issued = False
        self.sealed = None  # what it was sealed with: (indicators, stands)


class Stratum:
    """What a sample is drawn from: unit → the last year inspected, and those picked for their risk, or left out."""

    def __init__(self, id_, quota_, units, risk, out):
        self.id = id_
        self.quota = quota_
        self.units = units
        self.risk = [u for u in sorted(risk) if u in units]
        self.out = {u for u in out if u in units}

    def text(self):
        """What is hashed before the draw."""
        standing = lambda unit: "risk" if unit in self.risk else "out" if unit in self.out else "-"
        return f"stratum {self.id} {self.quota}\n" + "".join(
            f"unit {unit} {year} {standing(unit)}\n" for unit, year in sorted(self.units.items()))

    def order(self, seed):
        """Risk picks by id; then who was not inspected for longest, equals by their tickets."""
        def ticket(unit):
            return hashlib.sha256(seed + self.id.encode() + b"\0" + unit.encode()).digest()
        rest = [u for u in self.units if u not in self.risk and u not in self.out]
        if seed is None:  # not drawn yet: nobody knows who they are
            return self.risk + [f"${self.id}/{i}" for i in range(len(self.risk) + 1, len(self.risk) + len(rest) + 1)]
        return self.risk + sorted(rest, key=lambda u: (self.units[u], ticket(u)))


class Plan:
    def __init__(self, year, population_day, risk, out):
        self.year = year
        self.population_day = population_day
        self.risk = risk
        self.out = out
        self.strata = {}  # frozen when it is approved
        self.order = {}  # stratum → all in the order of the draw
        self.sample = {}  # stratum → who is in it now


class Inspection:
    def __init__(self, kind, unit, scheduled, plan):
        self.kind = kind
        self.unit = unit
        self.scheduled = scheduled
        self.plan = plan
        self.state = "SCHEDULED"
        self.begun = None
        self.concluded = None
        self.ended = None  # concluded, reported or cancelled
        self.findings = {}


class Criterion:
    """What one criterion comes to; 0 points at the most where it does not apply, no points where it is judged."""

    def __init__(self, id_, most, numerator, denominator, judged):
        self.id = id_
        self.most = most if judged or denominator else 0
        self.numerator = numerator
        self.denominator = denominator
        self.computed = most * numerator // denominator if denominator else None


class Rating:
    def __init__(self, possible, claimed):
        self.possible = possible  # of what was claimed, or decided
        self.claimed = claimed  # criterion → points
        self.claimed_level = level_of(sum(claimed.values()), possible)
        self.decided = None


def level_of(points, possible):
    if not possible:
        return None
    share = 100 * points // possible
    return next(level for level, least in zip(LEVELS, LEVELS_FROM) if share >= least)


class Finding:
    def __init__(self, task, contests, due):
        self.task = task
        self.contests = contests
        self.due = due
        self.state = "DRAFT"


class Term:
    def __init__(self, folder):
        self.folder = folder
        self.inspections = {}
        self.plans = {}
        self.ratings = {}  # (unit, year) → Rating
        self.settlements = {}  # year → the day on which it was sent
        draws = folder / "draws.csv"
        self.seeds = {r["plan"]: bytes.fromhex(r["seed"]) for r in rows_of(draws)} if draws.exists() else {}
        self.unions = {}
        self.tasks = {}
        self.by_round = {}
        self.rounds = {}
        self.guided = set()
        self.today = None
        self.lines = []
        self.in_charge = {}  # field → member
        self.targets = {}  # (item, figure) → the target of the newest version of the programme
        self.history = {}  # (day, round) → what was shown at a check

    # --- Who there is.

    def population(self, day):
        return [unit for unit, union in self.unions.items() if union.there_on(day)]

    def in_scope(self, scope, unit, period, day):
        types, condition, _ = SCOPES[scope]
        union = self.unions[unit]
        if not union.there_on(day) or union.type_on(day) not in types:
            return False
        return condition is None or condition(union.facts_on(day), period)

    def assignees(self, item, round_):
        units = [u for u in self.unions if self.in_scope(item.scope, u, round_.period, round_.population_day)]
        return units + ([FEDERATION] if SCOPES[item.scope][2] else [])

    # --- Tasks.

    @staticmethod
    def targets_of(round_, item):
        """As the round's version of the programme has them, or raised for the round."""
        return {figure: round_.raised.get((item.id, figure), round_.targets.get((item.id, figure), target))
                for figure, target in item.figures.items()}

    def give(self, round_, item, unit, due):
        task = Task(round_.id, item, unit, due)
        for figure, target in self.targets_of(round_, item).items():
            task.targets[figure] = round_.raised_for.get((item.id, figure, unit), target)
        task.type = FEDERATION if unit == FEDERATION else self.unions[unit].type_on(self.today)
        assert str(task) not in self.tasks, task
        self.tasks[str(task)] = task
        self.by_round.setdefault(round_.id, []).append(task)

    def task(self, name):
        return self.tasks[name]

    def of_sealed_year(self, day):
        return any(r.sealed and r.period[0] <= day <= r.period[1] for r in self.rounds.values())

    def received(self, task, text):
        """The values of a report; a denominator that is left out is the fact of the round's population day."""
        values = values_of(text)
        for figure, value in values.items():
            if value and value[1] == -1:
                facts = self.unions[task.unit].facts_on(self.rounds[task.round].population_day)
                values[figure] = value[0], facts[task.item.fact]
        return values

    def stand(self, task, day):
        if not task.item.yearly and not task.item.id.startswith("adhoc"):
            task.as_of = day
            task.stands[day] = (task.claim, False, None)

    def submission(self, task, day):
        task.state = "SUBMITTED"
        task.submitted, task.submitted_due = day, task.due

    # --- What happens.

    def on_programme(self, row):
        for part in filter(None, row["figures"].split(";")):
            item, _, target = part.partition("=")
            self.targets.update({(item, figure): int(target) for figure in ITEMS[item].figures})

    def on_charge(self, row):
        self.in_charge[row["text"]] = row["what"]

    def on_hand_over(self, row):
        for field, member in self.in_charge.items():
            if member == row["what"]:
                self.in_charge[field] = row["text"]

    def on_import(self, row):
        for union in rows_of(self.folder / row["what"]):
            unit = union["id"]
            if unit not in self.unions:
                self.unions[unit] = Union(day_of(union["founded_on"]))
            self.unions[unit].take(union["type"], facts_in(union), day_of(row["date"]) or self.today)

    def on_draft(self, row):
        round_ = Round(row["what"], day_of(row["date"]) or self.today, dict(self.targets))
        for item in ITEMS.values():
            if item.reported and item.yearly == (round_.id != TERM) and (
                    "guidance" not in item.needs or item.id in self.guided):
                year_end = round_.period[1]
                due = year_end if not item.due else day_of(f"{round_.id}-{item.due}")
                round_.due[item.id] = due
        for part in filter(None, row["text"].split(";")):
            item, _, due = part.partition("=")
            round_.due[item] = day_of(due)
        for part in filter(None, row["figures"].split(";")):
            name, _, target = part.partition("=")
            item, figure, *units = name.split("/")
            for unit in units:
                round_.raised_for[item, figure, unit] = int(target)
            if not units:
                round_.raised[item, figure] = int(target)
        self.rounds[round_.id] = round_

    def on_issue(self, row):
        round_ = self.rounds[row["what"]]
        round_.issued = True
        for item_id, due in round_.due.items():
            for unit in self.assignees(ITEMS[item_id], round_):
                self.give(round_, ITEMS[item_id], unit, due)

    def on_assign(self, row):
        round_id, item = row["what"].split("/")
        round_ = self.rounds[round_id]
        round_.due.setdefault(item, day_of(row["date"]))
        for unit in row["text"].split():
            self.give(round_, self.item(round_, item), unit, day_of(row["date"]))

    def item(self, round_, item_id):
        return round_.ad_hoc[item_id] if item_id.startswith("adhoc") else ITEMS[item_id]

    def on_adhoc(self, row):
        round_id, item_id = row["what"].split("/")
        round_ = self.rounds[round_id]
        item = Item({"item": item_id, "kind": "adhoc", "round": "year" if round_id != TERM else "term",
                     "measure": "judgement", "from": "reported", "scope": "", "field": "", "fact": "", "needs": "",
                     "body": "", "due": "", "figures": ""})
        if not hasattr(round_, "ad_hoc"):
            round_.ad_hoc = {}
        round_.ad_hoc[item_id] = item
        for unit in row["figures"].split() or self.population(self.today):
            self.give(round_, item, unit, day_of(row["date"]))

    def on_guidance(self, row):
        self.guided.add(row["what"])

    def on_acknowledge(self, row):
        self.task(row["what"]).state = "IN_PROGRESS"

    def on_report(self, row):
        task = self.task(row["what"])
        task.claim = self.received(task, row["figures"])
        task.state = "IN_PROGRESS"
        self.stand(task, day_of(row["date"]) or self.today)

    def on_submit(self, row):
        task = self.task(row["what"])
        task.claim = self.received(task, row["figures"])
        self.submission(task, self.today)
        self.stand(task, day_of(row["date"]) or self.today)

    def on_submit_reported(self, row):
        task = self.task(row["what"])
        self.submission(task, self.today)
        self.stand(task, self.today)

    def on_paper(self, row):
        task = self.task(row["what"])
        came = day_of(row["date"])
        task.claim = self.received(task, row["figures"])
        self.submission(task, came)
        period = self.rounds[task.round].period
        open_ = period[0] <= came and not self.of_sealed_year(came)
        self.stand(task, came if open_ else self.today)

    def on_recall(self, row):
        task = self.task(row["what"])
        task.state = "NOT_MET" if task.closed else "IN_PROGRESS"
        task.submitted = None

    def on_take(self, row):
        self.task(row["what"]).state = "IN_REVIEW"

    def on_release(self, row):
        self.task(row["what"]).state = "SUBMITTED"

    def on_accept(self, row, judged=True):
        task = self.task(row["what"])
        task.result = self.received(task, row["figures"]) if row["figures"] else task.claim
        task.state = "ACCEPTED"
        task.closed = False
        task.met = task.meets(task.result, judged)
        if task.as_of is not None:
            day = self.today if self.of_sealed_year(task.as_of) else task.as_of
            task.stands[day] = (task.result, True, task.met)

    def on_accept_unmet(self, row):
        self.on_accept(row, judged=False)

    def on_return(self, row):
        task = self.task(row["what"])
        task.late_before = task.late
        task.submitted = None
        task.state = "RETURNED"
        task.closed = False
        task.due = day_of(row["date"])

    def on_suspend(self, row):
        task = self.task(row["what"])
        task.before_suspension, task.state, task.suspended = task.state, "SUSPENDED", self.today

    def on_resume(self, row):
        task = self.task(row["what"])
        task.state = task.before_suspension
        task.due += self.today - task.suspended

    def on_withdraw(self, row):
        self.task(row["what"]).state = "WITHDRAWN"

    def on_close(self, row):
        task = self.task(row["what"])
        task.state = "NOT_MET"
        task.closed = True

    def reopen(self, task, due):
        task.state = "IN_PROGRESS"
        task.due = due
        task.submitted = None
        task.late_before = 0
        task.result = None
        task.met = False

    def on_reopen(self, row):
        self.reopen(self.task(row["what"]), day_of(row["date"]))

    def on_grant(self, row):
        task = self.task(row["what"].rpartition("/")[0])
        task.due = day_of(row["date"])

    def on_extend_all(self, row):
        items, _, units = row["text"].partition("|")
        for task in self.by_round[row["what"]]:
            if items and task.item.id not in items.split() or units and task.unit not in units.split():
                continue
            if task.state in WITH_ASSIGNEE and task.due < day_of(row["date"]) and not self.of_sealed_year(task.due):
                task.due = day_of(row["date"])

    # --- Unions.

    def parts(self, text):
        for part in text.split("||"):
            unit, _, type_, _, facts = (each.strip() for each in part.split("|"))
            yield unit, type_, facts_from(facts)

    def on_found(self, row):
        day = day_of(row["date"]) or self.today
        for unit, type_, facts in self.parts(row["text"]):
            self.unions[unit] = Union(day)
            self.unions[unit].take(type_, facts, day)

    def on_retype(self, row):
        day = day_of(row["date"]) or self.today
        union = self.unions[row["what"]]
        union.take(row["text"], union.facts_on(day), day)

    def on_dissolve(self, row):
        self.end(row["what"].split(), [], day_of(row["date"]))

    def on_merge(self, row):
        merged = row["what"].split()
        sums = {}
        for unit in merged:
            for fact, value in self.unions[unit].facts_on(self.today).items():
                if fact in ("members", "women", "workers", "direct_workers"):
                    sums[fact] = sums.get(fact, 0) + value
        (unit, type_, given), = self.parts(row["text"])
        if unit in self.unions:
            union = self.unions[unit]
            facts = {**union.facts_on(self.today), **sums, **given}
            union.take(type_ or union.type_on(self.today), facts, self.today)
        else:
            self.unions[unit] = Union(self.today)
            self.unions[unit].take(type_, {**sums, **given}, self.today)
        self.hand_over(merged, [unit])

    def on_split(self, row):
        into = []
        for unit, type_, given in self.parts(row["text"]):
            into.append(unit)
            if unit in self.unions:
                union = self.unions[unit]
                kept = {f: v for f, v in union.facts_on(self.today).items()
                        if f not in ("members", "women", "workers", "direct_workers")}
                union.take(type_ or union.type_on(self.today), {**kept, **given}, self.today)
            else:
                self.unions[unit] = Union(self.today)
                self.unions[unit].take(type_, given, self.today)
        self.hand_over([row["what"]], into)

    def end(self, units, into, day=None):
        """They end, and their open tasks are withdrawn where the period was not over; item → the latest date."""
        day = day or self.today
        open_items = {}
        for task in list(self.tasks.values()):
            round_ = self.rounds[task.round]
            if task.unit not in units or task.state not in OPEN or round_.sealed or round_.period[1] < day:
                continue
            key = task.round, task.item.id
            open_items[key] = max(open_items.get(key, task.due), task.due)
            if task.unit not in into:
                task.state = "WITHDRAWN"
        for unit in units:
            if unit not in into:
                self.unions[unit].ended = day
        return open_items

    def hand_over(self, units, into):
        for unit in into:
            self.unions[unit].reformed.append(self.today)
        for (round_id, item_id), due in self.end(units, into).items():
            round_ = self.rounds[round_id]
            item = self.item(round_, item_id)
            if due < self.today:
                due = round_.due.get(item_id, due)
            if due < self.today:
                due = max(round_.period[1], self.today)
            for unit in into:
                if f"{round_id}/{item_id}.{unit}" in self.tasks:
                    continue
                if item.kind == "adhoc" or self.in_scope(item.scope, unit, round_.period, self.today):
                    self.give(round_, item, unit, due)

    def on_facts(self, row):
        for fact, value in facts_from(row["figures"]).items():
            self.unions[row["what"]].facts.setdefault(fact, {})[day_of(row["date"]) or self.today] = value

    # --- Inspections.

    def on_draft_plan(self, row):
        risk, _, out = row["figures"].partition("|")
        if row["what"] != TERM:
            self.plans[row["what"]] = Plan(row["what"], self.today, risk.split(), out.split())

    def on_approve_plan(self, row):
        plan = self.plans.get(row["what"])
        if not plan:
            return
        for id_, (scope, percent, _) in STRATA.items():
            units = {u: self.last_inspected(u, int(plan.year)) for u in self.unions
                     if self.in_scope(scope, u, period_of(plan.year), plan.population_day)}
            plan.strata[id_] = Stratum(id_, quota(len(units), percent), units, plan.risk, plan.out)

    def last_inspected(self, unit, before):
        years = [i.concluded.year for i in self.inspections.values()
                 if i.unit == unit and i.kind == COUNTING_KIND and i.concluded and i.concluded.year < before]
        return max(years, default=0)

    def on_draw(self, row):
        plan = self.plans[row["what"]]
        seed = self.seeds.get(plan.year)
        population = "".join(stratum.text() for stratum in plan.strata.values())
        if seed:
            self.lines.append(f"{self.today} {plan.year} draw {hashlib.sha256(population.encode()).hexdigest()} "
                              f"{hashlib.sha256(seed).hexdigest()}")
        for stratum in plan.strata.values():
            plan.order[stratum.id] = stratum.order(seed)
            plan.sample[stratum.id] = plan.order[stratum.id][:max(stratum.quota, len(stratum.risk))]
            self.lines.append(f"{self.today} {plan.year} sample {stratum.id} {' '.join(plan.sample[stratum.id])}")

    def drawn(self, plan, name):
        """"$public/7": the seventh in the order of the draw."""
        if not name.startswith("$"):
            return name
        stratum, _, place = name[1:].partition("/")
        return self.plans[plan].order[stratum][int(place) - 1]

    def replace(self, plan, unit):
        for stratum, sample in self.plans[plan].sample.items():
            if unit in sample:
                order = self.plans[plan].order[stratum]
                taken = self.plans[plan].taken = getattr(self.plans[plan], "taken", {})
                taken.setdefault(stratum, set(sample))
                new = next(u for u in order if u not in taken[stratum])
                taken[stratum].add(new)
                sample[sample.index(unit)] = new

    def on_replace_drawn(self, row):
        self.replace(row["what"], self.drawn(row["what"], row["figures"]))

    def on_schedule(self, row):
        kind, unit, *_ = row["text"].split()
        if row["figures"]:
            unit = self.drawn(row["figures"], unit)
        self.inspections[row["what"]] = Inspection(kind, unit, day_of(row["date"]), row["figures"])

    def on_notify(self, row):
        self.inspections[row["what"]].state = "NOTIFIED"

    def on_start(self, row):
        inspection = self.inspections[row["what"]]
        inspection.state, inspection.begun = "FIELDWORK", self.today

    def on_find(self, row, contests=False):
        inspection, number = row["what"].split("/")
        self.inspections[inspection].findings[int(number)] = Finding(
            self.tasks.get(row["figures"]), contests, day_of(row["date"]))

    on_find_grave = on_find

    def on_contest(self, row):
        self.on_find(row, contests=True)

    def finding(self, name):
        inspection, number = name.split("/")
        return self.inspections[inspection].findings[int(number)]

    def on_drop_finding(self, row):
        self.finding(row["what"]).state = "DROPPED"

    def on_draft_conclusion(self, row):
        self.inspections[row["what"]].state = "DRAFT_CONCLUSION"

    def on_conclude(self, row):
        """Findings are issued; results that they contest are open again, unless their period is sealed."""
        inspection = self.inspections[row["what"]]
        inspection.state, inspection.concluded, inspection.ended = "CONCLUDED", self.today, self.today
        for finding in inspection.findings.values():
            if finding.state != "DRAFT":
                continue
            finding.state = "ISSUED"
            task = finding.task
            if finding.contests and task.state == "ACCEPTED" and not (
                    self.rounds[task.round].sealed or self.of_sealed_year(task.due)):
                self.reopen(task, max(finding.due, self.today))

    def on_report_supervision(self, row):
        inspection = self.inspections[row["what"]]
        inspection.state, inspection.ended = "REPORTED", self.today

    def on_cancel_inspection(self, row):
        inspection = self.inspections[row["what"]]
        inspection.state, inspection.ended = "CANCELLED", self.today
        if row["figures"]:
            self.replace(inspection.plan, inspection.unit)

    # --- Ratings and settlements.

    def assess(self, unit, year):
        tasks = [t for t in self.by_round.get(year, []) if t.unit == unit]
        criteria = []
        for id_, basis, most, items in CRITERIA:
            numerator = denominator = 0
            for task in tasks:
                if basis == "results":
                    none = task.state in ("WITHDRAWN", "SUSPENDED") or (
                        task.state == "ACCEPTED" and not task.applies(task.result))
                    if task.item.id not in items or none:
                        continue
                    denominator += 1
                    numerator += task.state == "ACCEPTED" and task.met
                elif basis == "timeliness":
                    timing = task.timing(self.today)
                    denominator += timing not in ("NOT_DUE", "DUE_SOON", "NO_DEADLINE")
                    numerator += timing == "DONE_ON_TIME"
            criteria.append(Criterion(id_, most, numerator, denominator, basis == "judgement"))
        return criteria

    def too_young(self, unit, year):
        """Not old enough yet when the year is over."""
        union = self.unions[unit]
        first, last = period_of(year)
        over = last + datetime.timedelta(days=1)
        reformed = [d for d in union.reformed if d <= last]
        if union.founded and union.founded > last:
            return True
        old_enough = [months_on(d, MONTHS_SINCE_SPLIT_OR_MERGER) for d in reformed]
        if union.founded and union.founded not in reformed:
            old_enough.append(months_on(union.founded, MONTHS_SINCE_FOUNDING))
        return max(old_enough, default=first) > over

    def on_self_rate(self, row):
        unit, year = row["what"].split("/")
        given = {c: int(p) for c, _, p in (part.partition("=") for part in row["figures"].split(";"))}
        criteria = [c for c in self.assess(unit, year) if c.most]
        claimed = {c.id: given.get(c.id, c.computed) for c in criteria}
        self.ratings[unit, year] = Rating(sum(c.most for c in criteria), claimed)

    def on_decide_rating(self, row):
        unit, year = row["what"].split("/")
        rating = self.ratings[unit, year]
        rating.possible = sum(c.most for c in self.assess(unit, year))
        rating.decided = {c: int(p) for c, _, p in (part.partition("=") for part in row["figures"].split(";"))}

    def on_settlement(self, row):
        self.settlements[row["what"]] = day_of(row["date"])

    def from_ratings(self, round_, item):
        """Who is too young or gone when the year ends, and not rated, leaves the denominator."""
        tally = Tally(item)
        for unit in self.unions:
            if not self.in_scope(item.scope, unit, round_.period, round_.population_day):
                continue
            tally.expected += 1
            rating = self.ratings.get((unit, round_.id))
            if rating and rating.decided:
                level = level_of(sum(rating.decided.values()), rating.possible)
                tally.add(True, LEVELS.index(level) <= LEVELS.index("GOOD"), {})
            elif not self.unions[unit].there_on(min(self.today, round_.period[1])) or self.too_young(unit, round_.id):
                tally.add(False, False, {})
        return self.progress(item, item.figures, tally)

    def from_same_level(self, round_, item):
        sent = self.settlements.get(round_.id)
        if not sent:
            return self.progress(item, {}, Tally(item)).replace("NOBODY_ELIGIBLE", "NO_DATA")
        done = any(i.kind == item.fact and i.concluded and round_.period[0] <= i.concluded < sent
                   for i in self.inspections.values())
        return self.progress(item, {}, Tally(item, expected=1, reported=1, met=int(done)))

    # --- What is shown.

    def leaves(self, round_id, item_id):
        return [t for t in self.by_round.get(round_id, []) if t.item.id == item_id and t.state != "WITHDRAWN"]

    def progress(self, item, targets, tally, provisional=None):
        """One line: state, completeness, and each figure with its target and whether it is met; and both as they would
        be if all that is submitted were accepted as it is."""
        provisional = provisional or tally
        state, figures = self.official(item, targets, tally)
        then_state, then = self.official(item, targets, provisional)
        return line_of(item.id, state, then_state, tally, [f + t[1:] for f, t in zip(figures, then)])

    @staticmethod
    def official(item, targets, tally):
        applicable = tally.expected - tally.not_applicable
        figures, says = [], []
        if item.measure == "ratio":
            for figure, (n, d) in tally.sums.items():
                figures.append((figure, targets[figure], n, d, d > 0 and 100 * n >= targets[figure] * d))
                says.append(d > 0)
        elif item.measure == "count":
            for figure, (n, _) in tally.sums.items():
                figures.append((figure, targets[figure], n, targets[figure], n >= targets[figure]))
                says.append(True)
        elif item.measure == "average":
            for figure, (n, _) in tally.sums.items():
                figures.append((figure, targets[figure], n, applicable,
                                applicable > 0 and n >= targets[figure] * applicable))
                says.append(True)
        else:
            percent = next(iter(targets.values())) if item.measure == "coverage" else 100
            figures.append(("", percent, tally.met, applicable,
                            applicable > 0 and 100 * tally.met >= percent * applicable))
            says.append(True)
        if tally.expected == 0:
            state = "NOBODY_ELIGIBLE"
        elif tally.not_applicable == tally.expected:
            state = "NOT_APPLICABLE"
        elif tally.reported == tally.not_applicable or not any(says):
            state = "NO_DATA"
        else:
            state = "MET" if all(f[-1] or not s for f, s in zip(figures, says)) else "NOT_MET"
        return state, figures

    def reported(self, round_, item):
        issued = round_.issued and item.id in round_.due
        return self.over(round_, item, self.leaves(round_.id, item.id) if issued else [])

    def over(self, round_, item, tasks):
        """An indicator over these tasks alone."""
        targets = self.targets_of(round_, item)
        tally, provisional = Tally(item), Tally(item)
        for task in tasks:
            if task.state != "WITHDRAWN":
                waiting = task.state in WITH_REVIEWER
                tally.expected += 1
                provisional.expected += 1
                tally.submitted += waiting
                if task.state == "ACCEPTED":
                    tally.add(task.applies(task.result), task.met, task.result)
                    provisional.add(task.applies(task.result), task.met, task.result)
                elif waiting:
                    provisional.add(task.applies(task.claim), task.meets(task.claim, judged=True), task.claim)
        return self.progress(item, targets, tally, provisional)

    def from_directory(self, round_, item):
        last = UNTIL[item.id] if round_.id == TERM else round_.period[1]
        day = min(self.today, last)
        units = self.population(day)
        facts = [self.unions[u].facts_on(day) for u in units]
        with_fact = [f[item.fact] for f in facts if item.fact in f]
        tally = Tally(item, expected=len(units), reported=len(with_fact))
        tally.sums[item.fact][0] = sum(with_fact)
        return self.progress(item, item.figures, tally)

    def inspected(self, round_):
        """Unions with a concluded inspection that counts, within the year and up to today."""
        return {i.unit for i in self.inspections.values() if i.kind == COUNTING_KIND and i.concluded
                and round_.period[0] <= i.concluded <= min(self.today, round_.period[1])}

    def coverage(self, round_):
        """Each stratum's units against its quota, on the year's last day or today."""
        last = min(self.today, round_.period[1])
        begun = {i.unit for i in self.inspections.values() if i.kind == COUNTING_KIND and i.begun and i.begun <= last
                 and (i.ended is None or i.ended > last)}
        lines = []
        for id_, (scope, percent, _) in STRATA.items():
            units = {u for u in self.unions if self.in_scope(scope, u, round_.period, round_.population_day)}
            done = units & self.inspected(round_)
            plan = self.plans.get(round_.id)
            sampled = len(plan.sample.get(id_, ())) if plan else 0
            asked = quota(len(units), percent)
            lines.append(f"{id_} population {len(units)} quota {asked} sampled {sampled} inspected {len(done)} "
                         f"missing {max(asked - len(done), 0)} under_way {len(units & begun - done)}")
        return lines

    def from_inspections(self, round_, item):
        if not item.figures:
            return self.from_same_level(round_, item)
        (stratum, scope, percent), = ((id_, scope, percent) for id_, (scope, percent, of) in STRATA.items()
                                      if of == item.id)
        units = {u for u in self.unions if self.in_scope(scope, u, round_.period, round_.population_day)}
        done = len(units & self.inspected(round_))
        met = done >= quota(len(units), percent)
        state = "MET" if met else "NOT_MET"
        return line_of(item.id, state, state, Tally(item, expected=len(units), reported=len(units)),
                       [(stratum, percent, done, len(units), met, percent, done, len(units), met)])

    def derived(self, round_, item):
        if item.source == "directory":
            return self.from_directory(round_, item)
        if item.source == "inspections":
            return self.from_inspections(round_, item)
        return self.from_ratings(round_, item)

    def indicators(self, round_):
        if round_.sealed:
            return round_.sealed[0]
        lines = []
        for item in ITEMS.values():
            if item.kind != "indicator":
                continue
            if not item.reported:
                line = self.derived(round_, item) if not item.yearly or round_.id != TERM else None
            elif item.yearly and round_.id == TERM:
                line = None
            else:
                line = self.reported(round_ if item.yearly else self.rounds[TERM], item)
            if line:
                lines.append(line)
        return lines

    def stands(self, round_):
        if round_.sealed:
            return round_.sealed[1]
        term = self.rounds[TERM]
        last = min(self.today, round_.period[1])
        lines = []
        for item in ITEMS.values():
            tasks = [t for t in self.by_round.get(TERM, []) if t.item is item]
            if not tasks:
                continue
            tally = Tally(item)
            for task in tasks:
                if task.state == "WITHDRAWN":
                    continue
                tally.expected += 1
                at = max((d for d in task.stands if d <= last), default=None)
                if at is None:
                    continue
                values, accepted, accepted_met = task.stands[at]
                stands = accepted_met if accepted else task.meets(values, judged=False)
                tally.add(task.applies(values), stands, values)
            lines.append(self.progress(item, self.targets_of(term, item), tally))
        return lines

    def timeliness(self, tasks):
        names = ("done_on_time", "done_late", "not_done_in_time", "overdue", "awaiting_review", "not_due")
        counts = dict.fromkeys(names, 0)
        kind = {"DONE_ON_TIME": "done_on_time", "DONE_LATE": "done_late", "NOT_MET": "not_done_in_time",
                "OVERDUE": "overdue", "AWAITING_REVIEW": "awaiting_review", "NOT_DUE": "not_due",
                "DUE_SOON": "not_due"}
        for task in tasks:
            timing = task.timing(self.today)
            if timing in kind:
                counts[kind[timing]] += 1
        due = sum(counts[name] for name in names[:5])
        return " ".join(f"{name} {counts[name]}" for name in names) + f" due {due}"

    def scorecard(self, round_, unit):
        """The lines of a union's card; how far it is with all of them; and what is due next."""
        lines, live = [], []
        first, last = round_.period
        for task in self.by_round.get(round_.id, []) + (self.by_round.get(TERM, []) if round_.id != TERM else []):
            if task.unit != unit:
                continue
            if round_.sealed and task.round == TERM and not first <= task.due <= last:
                at = max((d for d in task.stands if d <= last), default=None)
                if at is not None:
                    values, accepted, accepted_met = task.stands[at]
                    met = accepted_met if accepted else task.meets(values, judged=False)
                    lines.append(words(task, "as it stood", text_of(values), MET[met]))
                continue
            live.append(task)
            timing = task.timing(self.today)
            late = (self.today - task.due).days if timing == "OVERDUE" else 0 if timing == "NOT_MET" else task.late
            parts = [task, task.state, timing, "due", task.due]
            if late and timing in ("OVERDUE", "AWAITING_REVIEW", "DONE_LATE"):
                parts += ["late", late]
            if task.state == "ACCEPTED":
                parts += [text_of(task.result), MET[task.met]]
            elif task.state in WITH_REVIEWER:
                parts += [text_of(task.claim), "would be " + MET[task.meets(task.claim, judged=True)]]
            lines.append(words(*parts))
        order = {item: place for place, item in enumerate(ITEMS)}
        waiting = sorted((t for t in live if t.state in WITH_ASSIGNEE),
                         key=lambda t: (t.due, order.get(t.item.id, len(order))))
        expected = sum(t.state != "WITHDRAWN" for t in live)
        reported = sum(t.state == "ACCEPTED" for t in live)
        return sorted(lines) + [words(unit, f"{reported}/{expected}", self.timeliness(live)),
                                words(unit, "next", *waiting[:10])]

    def ratings_of(self, year):
        """Who has rated itself, or is rated; of what may still be decided, the points that are possible now."""
        lines = []
        for (unit, of), rating in self.ratings.items():
            if of != year:
                continue
            possible = rating.possible if rating.decided else sum(c.most for c in self.assess(unit, year))
            line = f"{unit} possible {possible} claimed {sum(rating.claimed.values())} {rating.claimed_level}"
            if rating.decided:
                points = sum(rating.decided.values())
                line += f" decided {points} {level_of(points, possible)}"
            lines.append(line)
        return sorted(lines)

    def levels(self, round_):
        """How many of the unions of the year's end, or of today, are of each level."""
        counts = dict.fromkeys(LEVELS + ["-"], 0)
        for unit in self.population(min(self.today, round_.period[1])):
            rating = self.ratings.get((unit, round_.id))
            decided = rating and rating.decided
            counts[level_of(sum(rating.decided.values()), rating.possible) if decided else "-"] += 1
        return [f"level {level} {count}" for level, count in counts.items()]

    def groups(self, round_):
        """By type and by member in charge, each with its indicators, and by field."""
        keys = {"type": sorted(ALL) + [FEDERATION], "member": sorted(set(self.in_charge.values())),
                "field": sorted({item.field for item in ITEMS.values()})}
        of = {"type": lambda t: t.type, "member": lambda t: self.in_charge.get(t.item.field),
              "field": lambda t: t.item.field}
        lines = []
        for grouping, all_keys in keys.items():
            tasks = self.by_round.get(round_.id, [])
            if grouping == "field" and any(t.item.kind == "adhoc" for t in tasks):
                all_keys = all_keys + [""]
            for key in all_keys:
                group = [t for t in tasks if of[grouping](t) == key]
                there = [t for t in group if t.state != "WITHDRAWN"]
                done = [t for t in there if t.state == "ACCEPTED"]
                applies = [t for t in done if t.applies(t.result)]
                name = f"group {grouping} {key or '-'}"
                lines.append(f"{name} {len(done)}/{len(there)} n/a {len(done) - len(applies)} submitted "
                             f"{sum(t.state in WITH_REVIEWER for t in there)} met {sum(t.met for t in applies)} "
                             f"{self.timeliness(group)}")
                for item in ITEMS.values() if grouping != "field" else ():
                    of_item = [t for t in group if t.item is item]
                    if of_item and item.kind == "indicator":
                        lines.append(f"{name} {self.over(round_, item, of_item)}")
        return lines

    def on_seal(self, row):
        round_ = self.rounds[row["what"]]
        round_.sealed = (self.indicators(round_), self.stands(round_) if round_.id != TERM else [])

    def on_issue_report(self, row):
        """What was shown on the day of which it is."""
        for line in self.history[day_of(row["date"]), row["figures"]]:
            self.lines.append(f"{self.today} {row['figures']} report {row['what']} {line}")

    def on_check(self, row):
        round_ = self.rounds[row["what"]]
        at = f"{self.today} {round_.id}"
        lines = [f"indicator {line}" for line in self.indicators(round_)]
        if round_.id != TERM:
            lines += [f"stand {line}" for line in self.stands(round_)]
        lines.append("timeliness " + self.timeliness(self.by_round[round_.id]))
        if round_.id != TERM:
            lines += [f"coverage {line}" for line in self.coverage(round_)]
        self.history[self.today, round_.id] = lines + self.levels(round_)
        if round_.id != TERM:
            lines += [f"rating {line}" for line in self.ratings_of(round_.id)]
        if (self.today.month, self.today.day) == (12, 31):
            lines += self.groups(round_)
        for unit in row["text"].split():
            lines += [f"card {line}" for line in self.scorecard(round_, unit)]
        self.lines += [f"{at} {line}" for line in lines]

    def on_trend(self, row):
        """Every indicator over the years, and over the term: years summed; of an item of the term, its last year."""
        over = {}
        for round_ in self.rounds.values():
            if round_.id == TERM:
                continue
            for line in self.indicators(round_):
                self.lines.append(f"{self.today} trend {round_.id} {line}")
                head, *figures = line.split("; ")
                item, state, *_ = head.split()
                if state not in ("MET", "NOT_MET"):
                    continue
                if not ITEMS[item].yearly:
                    over.pop(item, None)
                for figure, _, target, share, *_ in (part.split() for part in figures):
                    n, d = map(int, share.split("/"))
                    before = over.setdefault(item, {}).get(figure, (0, 0, 0))
                    over[item][figure] = before[0] + n, before[1] + d, int(target)
        for item, figures in over.items():
            for figure, (n, d, target) in figures.items():
                measure = ITEMS[item].measure
                met = n >= target if measure == "count" else n >= target * d if measure == "average" else (
                    100 * n >= target * d)
                self.lines.append(f"{self.today} trend over the term {item} {figure} {n}/{d} >= {target} {MET[met]}")

    def take(self, row):
        """One row of the events; what was refused changes nothing."""
        if row["refused"]:
            return
        self.today = day_of(row["day"])
        act = getattr(self, "on_" + row["act"].replace("-", "_"), None)
        if act:
            act(row)
        elif row["act"] not in UNCOUNTED:
            raise SystemExit(f"unknown: {row}")


# What moves no figure.
UNCOUNTED = {"seat", "ask-extension", "refuse-extension", "cancel-extension", "waive", "plan",
             "restate", "rename", "again", "check-task", "explain", "sign", "remedy", "verify", "reject",
             "close-finding", "close-plan", "decide-shortfall"}


MET = ("not-met", "met")


def words(*parts):
    return " ".join(str(part) for part in parts if part != "")


def line_of(item, state, provisional_state, tally, figures):
    parts = [f"{item} {state} {tally.reported}/{tally.expected} n/a {tally.not_applicable} submitted {tally.submitted} "
             f"provisional {provisional_state}"]
    for figure, target, n, d, met, _, then_n, then_d, then_met in figures:
        parts.append(f"{figure or '-'} >= {target} {n}/{d} {MET[met]} provisional {then_n}/{then_d} {MET[then_met]}")
    return "; ".join(parts)


def main():
    folder = pathlib.Path(sys.argv[1])
    term = Term(folder)
    for row in rows_of(folder / "events.csv"):
        term.take(row)
    print("\n".join(term.lines))


if __name__ == "__main__":
    main()
