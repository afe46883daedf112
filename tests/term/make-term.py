#!/usr/bin/env python3
"""Makes up a whole term: who does what on which day, with which figures and what comes of it.

    tests/term/make-term.py FOLDER [SEED]

writes events.csv and the yearly directory (unions-2024.csv, …) into FOLDER. Nothing in them is a figure that the
product should show: that is for term_figures.py. The same seed makes the same term.

A row of events.csv: day, who (an account; a union's chair has the union's id), act, what (a task as "2025/1.3.xa-mot",
an extension with "/1" behind it, a round, a union), figures ("held=1", "informed=20/22", "informed=20/" where the
directory gives the denominator, "supported=n/a:why"), date, text, and the reason for which it is refused, if it is.
"""
import csv
import datetime
import heapq
import itertools
import pathlib
import random
import sys

from term_figures import FEDERATION, ITEMS, SCOPES, TERM, WITH_ASSIGNEE, WITH_REVIEWER, OPEN, Term, day_of, rows_of

ROOT = pathlib.Path(__file__).parents[2]
YEARS = range(2024, 2029)
COLUMNS = ["day", "who", "act", "what", "figures", "date", "text", "refused"]
DIRECTORY = ["id", "name", "type", "place", "founded_on", "members", "women", "workers", "direct_workers",
             "eligible_for_agreement", "eligible_for_womens_committee", "chair_newly_elected_on"]
CHAIR, VICE = "chu-tich", "pho-chu-tich"
# Sits on the Standing Committee and is an officer of this union.
TWO_HATS, THEIR_UNION = "uy-vien-2", "khoi-mat-tran-doan-the"
# Hands over her work to the other in the third year.
LEAVER, SUCCESSOR, HAND_OVER_DAY = "uy-vien-1", "uy-vien-6", datetime.date(2026, 4, 15)
IN_CHARGE = {"representation": LEAVER, "communication": TWO_HATS, "emulation": "uy-vien-3", "women": "uy-vien-3",
             "organisation": VICE, "digital": VICE, "finance": "uy-vien-4", "inspection": "uy-vien-5"}
TERM_END = datetime.date(2028, 6, 30)


def date(year, month, day):
    return datetime.date(year, month, day)


def days(count):
    return datetime.timedelta(days=count)


class Memo:
    """What the play remembers of a task, beside what the term does."""

    def __init__(self):
        self.extensions = 0
        self.reviewer = None  # who took the review
        self.accepted_by = None
        self.clerk = None  # who entered it from paper, and does not review it
        self.without_evidence = False
        self.restated = 0


class Play:
    def __init__(self, folder, seed):
        self.folder = folder
        self.random = random.Random(seed)
        self.term = Term(folder)
        self.rows = []
        self.heap = []
        self.count = itertools.count()
        self.planned = 0
        self.memo = {}
        self.names = {}  # union → (title, place)
        self.reports = 0
        self.today = None

    # --- The diary.

    def at(self, day, act, *args, order=5):
        """Does it on that day, or today where that is past."""
        if self.today and day < self.today:
            day = self.today
        heapq.heappush(self.heap, (day, order, next(self.count), act, args))

    def emit(self, who, act, what="", figures="", date="", text="", refused=""):
        row = dict(zip(COLUMNS, (self.today.isoformat(), who, act, str(what), figures, str(date), text, refused)))
        self.rows.append(row)
        self.term.take(row)
        tasks = list(self.term.tasks.values())
        for task in tasks[self.planned:]:
            self.memo[task] = Memo()
            self.plan(task)
        self.planned = len(tasks)

    def chance(self, share):
        return self.random.random() < share

    def between(self, first, last):
        return first + days(self.random.randint(0, max((last - first).days, 0)))

    def pick(self, of, count=1):
        of = sorted(of)
        return self.random.sample(of, min(count, len(of)))

    # --- Who.

    def alive(self, union):
        return union in self.term.unions and self.term.unions[union].there_on(self.today)

    def in_charge(self, task):
        member = IN_CHARGE.get(task.item.field, CHAIR)
        return SUCCESSOR if member == LEAVER and self.today >= HAND_OVER_DAY else member

    def assignee(self, task):
        if task.unit != FEDERATION:
            return task.unit
        return "chu-nhiem" if task.item.body == "inspection" else self.in_charge(task)

    def may_review(self, member, task):
        if task.unit == FEDERATION:
            return member != self.assignee(task)
        # Nobody is in charge of what the superior asked for besides the programme: it is taken.
        return bool(task.item.field) and not self.has_interest(member, task)

    def has_interest(self, member, task):
        return member == TWO_HATS and task.unit == THEIR_UNION

    # --- One task.

    def cut_off(self, task):
        """By when all that is usual has happened with it."""
        return TERM_END + days(120) if task.round == TERM else date(int(task.round) + 1, 2, 5)

    def sealed(self, task):
        return self.term.rounds[task.round].sealed or self.term.of_sealed_year(task.due)

    def plan(self, task):
        r = self.random
        if self.chance(0.2):
            self.at(self.today + days(r.randint(1, 20)), self.acknowledge, task)
        if self.chance(0.03) and task.unit != FEDERATION:
            return  # nobody ever does anything about it
        if task.round == TERM and task.item.kind != "plan" and task.due >= TERM_END:
            day = self.between(self.today + days(20), TERM_END - days(5))
            if self.chance(0.04):
                day = task.due + days(r.randint(1, 30))
            for year in range(self.today.year, day.year):
                if self.chance(0.15):
                    self.at(self.between(date(year, 12, 3), date(year, 12, 28)), self.report, task)
        else:
            day = task.due + days(r.randint(1, 20)) if self.chance(0.12) else task.due - days(r.randint(0, 40))
        day = max(day, self.today + days(3))
        fate = r.random()
        if task.unit == FEDERATION:
            pass
        elif fate < 0.05 and task.due - days(9) > self.today:
            asked = task.due - days(r.randint(2, 8))
            self.at(asked, self.ask_extension, task)
            day = max(day, asked + days(r.randint(4, 20)))
        elif fate < 0.06 and task.due - days(45) > self.today:
            self.at(task.due - days(40), self.suspend, task)
            day = max(day, task.due - days(r.randint(0, 15)))
        elif fate < 0.14 and task.round != TERM:
            self.at(day - days(r.randint(1, 20)), self.report, task)
        self.at(day, self.hand_in, task)

    def acknowledge(self, task):
        if task.state == "ISSUED":
            self.emit(self.assignee(task), "acknowledge", task)

    def whole(self, task):
        """The denominator that the directory gives, or the fact of today where it gives none."""
        union = self.term.unions[task.unit]
        then = union.facts_on(self.term.rounds[task.round].population_day).get(task.item.fact)
        return then if then is not None else union.facts_on(self.today)[task.item.fact], then is not None

    def claim(self, task):
        r, item = self.random, task.item
        parts = []
        for figure in item.figures:
            if item.measure == "coverage":
                parts.append(f"{figure}=n/a:Chưa có đối tượng" if self.chance(0.015) else
                             f"{figure}={int(self.chance(0.93))}")
            elif item.measure == "level":
                parts.append(f"{figure}={r.choice([0, 1, 1, 1, 2])}")
            elif item.measure == "average":
                parts.append(f"{figure}={r.choice([0, 1, 1, 1, 2, 3])}")
            elif item.measure == "count":
                parts.append(f"{figure}={r.randint(12, 26)}")
            elif item.fact:
                whole, known = self.whole(task)
                part = whole if self.chance(0.5) else whole * r.randint(70, 100) // 100
                if item.id == "2.3" and self.chance(0.04):
                    parts.append(f"{figure}=n/a:Cả năm ngừng sản xuất")
                else:
                    parts.append(f"{figure}={part}/{'' if known and self.chance(0.3) else whole}")
            elif item.id == "1.5":
                cases = r.randint(1, 4)
                parts.append(f"{figure}={cases - self.chance(0.2)}/{cases}" if self.chance(0.25)
                             else f"{figure}=n/a:Không có vụ việc")
            elif item.id == "4.2":
                parts.append(f"{figure}={int(self.chance(0.9))}/1")
            else:  # 6.1
                due = r.randint(20, 600) * 670_000
                paid = due * r.choice([100, 100, 100, 104, 97, 91]) // 100
                parts.append(f"{figure}=n/a:Thu ở đơn vị khác" if self.chance(0.01) else f"{figure}={paid}/{due}")
        return ";".join(parts)

    def corrected(self, figures):
        """The same with one figure that is lower; nothing where none can be."""
        parts = figures.split(";")
        for i, part in enumerate(parts):
            figure, _, value = part.partition("=")
            numerator, slash, denominator = value.partition("/")
            if numerator.isdigit() and int(numerator) > 0:
                parts[i] = f"{figure}={int(numerator) - 1}{slash}{denominator}"
                return ";".join(parts)
        return ""

    def report(self, task):
        if task.state not in WITH_ASSIGNEE or task.unit != FEDERATION and not self.alive(task.unit):
            return
        as_of = ""
        if task.round == TERM and self.chance(0.25):
            as_of = max(self.today - days(self.random.randint(1, 25)), date(self.today.year, 1, 1))
        who = self.assignee(task)
        if task.unit != FEDERATION and self.chance(0.3):
            who += ".2"  # an officer works on it
        self.emit(who, "report", task, self.claim(task), date=as_of)

    def ask_extension(self, task):
        if task.state not in WITH_ASSIGNEE or self.today > task.due:
            return
        last = self.cut_off(task) - days(15)
        wanted = min(task.due + days(self.random.randint(7, 25)), last)
        if wanted <= task.due:
            return
        memo = self.memo[task]
        self.emit(self.assignee(task), "ask-extension", task, date=wanted, text="Bão làm gián đoạn")
        memo.extensions += 1
        if self.chance(0.1):
            self.emit(self.assignee(task), "ask-extension", task, date=wanted + days(1), text="Xin thêm",
                      refused="EXTENSION_STATE")
        self.at(self.today + days(2), self.decide_extension, task, memo.extensions, wanted)

    def decide_extension(self, task, number, wanted):
        if task.state not in WITH_ASSIGNEE:
            return
        name, member = f"{task}/{number}", self.in_charge(task)
        if self.has_interest(member, task):
            self.emit(member, "grant", name, date=wanted, refused="POSITION_IN_ASSIGNEE")
            member = CHAIR
        fate = self.random.random()
        if fate < 0.1:
            self.emit(self.assignee(task), "cancel-extension", name)
        elif fate < 0.3:
            self.emit(member, "refuse-extension", name, text="Chưa đủ lý do")
        elif fate < 0.45 and wanted - days(2) > max(task.due, self.today):
            self.emit(member, "grant", name, date=wanted - days(2))
        else:
            self.emit(member, "grant", name, date=wanted)

    def suspend(self, task):
        if task.state not in WITH_ASSIGNEE:
            return
        if self.chance(0.2):
            self.emit(task.unit, "suspend", task, text="Chờ hướng dẫn", refused="POSITION_REQUIRED")
        self.emit(VICE, "suspend", task, text="Chờ hướng dẫn")
        self.at(self.today + days(self.random.randint(5, 20)), self.resume, task)

    def resume(self, task):
        if task.state == "SUSPENDED":
            self.emit(VICE, "resume", task, text="Đã có hướng dẫn")

    def hand_in(self, task):
        """The report as complete, in one of the ways there are."""
        if task.state == "SUSPENDED":
            self.at(self.today + days(5), self.hand_in, task)
            return
        if task.state not in WITH_ASSIGNEE + ("NOT_MET",) or self.sealed(task):
            return
        if task.unit != FEDERATION and not self.alive(task.unit):
            return
        who, figures, memo = self.assignee(task), self.claim(task), self.memo[task]
        self.attempts(task, who, figures)
        fate = self.random.random()
        reported = bool(task.claim) or not task.item.figures
        if memo.without_evidence:
            self.emit(who, "submit", task, figures, text="không kèm minh chứng")
        elif fate < 0.02 and task.state != "NOT_MET" and task.unit != FEDERATION and task.item.kind != "plan":
            came = max(self.today - days(self.random.randint(0, 6)), self.term.rounds[task.round].population_day)
            clerk = "uy-vien-5" if task.item.field != "inspection" else "uy-vien-4"
            self.emit(clerk, "paper", task, figures, date=came)
            memo.clerk = clerk
        elif fate < 0.12 and task.state == "IN_PROGRESS" and task.claim and reported:
            self.emit(who, "submit-reported", task)
        else:
            self.emit(who, "submit", task, figures)
            if fate > 0.985:
                self.at(self.today + days(1), self.recall, task)
                return
            if self.chance(0.004):
                self.emit(who, "submit", task, figures, refused="TASK_STATE")
        self.at(self.today + days(self.random.randint(1, 7)), self.review, task)

    def attempts(self, task, who, figures):
        """What is tried now and then, and refused."""
        item, memo = task.item, self.memo[task]
        if task.unit == FEDERATION or task.state == "NOT_MET":
            return
        if self.chance(0.004):
            stranger = next(u for u in self.pick(self.term.unions, 3) if u != task.unit)
            self.emit(stranger, "submit", task, figures, refused="NOT_YOUR_UNION")
        if self.chance(0.004):
            self.emit(who + ".2", "submit", task, figures, refused="NOT_CHAIR_OF_ASSIGNEE")
        if item.measure == "ratio" and item.fact and self.chance(0.02):
            whole, _ = self.whole(task)
            self.emit(who, "submit", task, f"{next(iter(item.figures))}={whole + 1}/{whole}",
                      refused="NUMERATOR_EXCEEDS")
        if len(item.figures) > 1 and self.chance(0.05):
            self.emit(who, "submit", task, figures.split(";")[0], refused="FIGURES_MISSING")
        evidence = [need for need in item.needs if need not in ("document", "guidance")]
        if evidence and "n/a" not in figures and self.chance(0.015):
            self.emit(who, "submit", task, figures, text="không kèm minh chứng", refused="EVIDENCE_MISSING")
            if self.chance(0.6) and self.may_review(self.in_charge(task), task):
                self.emit(self.in_charge(task), "waive", task, text=evidence[0])
                memo.without_evidence = True

    def recall(self, task):
        if task.state != "SUBMITTED":
            return
        self.emit(self.assignee(task), "recall", task)
        self.at(self.today + days(self.random.randint(1, 5)), self.hand_in, task)

    def review(self, task):
        if task.state not in WITH_REVIEWER:
            return
        member, memo = self.in_charge(task), self.memo[task]
        if self.chance(0.004):
            self.emit("ubkt-1", "accept", task, text="Đạt", refused="POSITION_REQUIRED")
        if self.chance(0.004) and member != "uy-vien-3":
            self.emit("uy-vien-3", "accept", task, text="Đạt", refused="NOT_REVIEWER")
        if memo.clerk and self.chance(0.2):
            self.emit(memo.clerk, "take", task, refused="AUTHOR_OF_REPORT")
        if not self.may_review(member, task):
            if self.has_interest(member, task) and self.chance(0.3):
                self.emit(member, "accept", task, text="Đạt", refused="POSITION_IN_ASSIGNEE")
            elif task.unit == FEDERATION and self.chance(0.1):
                self.emit(member, "accept", task, text="Đạt", refused="AUTHOR_OF_REPORT")
            member = CHAIR
            self.emit(CHAIR, "take", task)
        elif task.unit != FEDERATION and self.chance(0.06):
            other = self.random.choice([m for m in (VICE, "uy-vien-3", "uy-vien-4") if m not in (member, memo.clerk)])
            if not self.may_review(other, task):
                other = CHAIR
            by_chair = self.chance(0.4)
            self.emit(CHAIR if by_chair else other, "take", task, text=other if by_chair else "")
            if self.chance(0.25):
                self.emit(other, "release", task)
            else:
                member = other
        memo.reviewer = member
        self.judge(task, member)

    def judge(self, task, member):
        memo = self.memo[task]
        fate = self.random.random()
        if fate < 0.07 and self.today + days(16) < self.cut_off(task):
            self.emit(member, "return", task, date=self.today + days(14), text="Minh chứng chưa rõ, đề nghị bổ sung")
            again = self.random.randint(3, 12) if self.chance(0.8) else self.random.randint(15, 19)
            self.at(self.today + days(again), self.hand_in, task)
            return
        memo.accepted_by = member
        self.accept(task, member, fate)
        if fate > 0.99 and self.today + days(60) < self.cut_off(task) and self.today.year == task.due.year:
            self.at(self.today + days(self.random.randint(5, 30)), self.reopen, task)

    def accept(self, task, member, fate):
        if not task.item.figures:
            act = "accept-unmet" if 0.07 < fate < 0.1 else "accept"
            self.emit(member, act, task, text=self.random.choice(["Đạt yêu cầu", "Làm tốt", "Đạt, cần sớm hơn"]))
            return
        claimed = ";".join(
            f"{figure}=n/a:x" if value is None else
            f"{figure}={value[0]}" + ("" if value[1] is None else f"/{value[1]}")
            for figure, value in task.claim.items())
        lower = self.corrected(claimed) if 0.07 < fate < 0.11 and "n/a" not in claimed else ""
        if lower and self.chance(0.1):
            self.emit(member, "accept", task, lower, refused="REASON_REQUIRED")
        self.emit(member, "accept", task, lower, text="Danh sách ký tên ít hơn số báo cáo" if lower else "")

    def reopen(self, task):
        if task.state != "ACCEPTED" or self.sealed(task):
            return
        if task.unit != FEDERATION and not self.alive(task.unit):
            return
        due = self.today + days(20)
        if due.year != self.today.year:
            return
        self.emit(CHAIR, "reopen", task, date=due, text="Nhập nhầm số liệu")
        self.memo[task].without_evidence = False
        self.at(self.today + days(self.random.randint(3, 25)), self.hand_in, task)

    # --- What is left at the end of a year.

    def left(self, year):
        """Tasks that are in the way of its seal."""
        in_year = lambda day: day.year == year
        return [t for t in self.term.tasks.values() if t.state in OPEN and (t.round == str(year) or in_year(t.due))]

    def close_some(self, year):
        for task in self.left(year):
            if task.state in WITH_ASSIGNEE and task.due < self.today and self.chance(0.5):
                self.emit(VICE if self.chance(0.3) else CHAIR, "close", task, text="Quá hạn, không thực hiện")
                if task.round == str(year) and self.alive(task.unit) and self.chance(0.4):
                    self.at(self.between(date(year + 1, 1, 20), date(year + 1, 1, 28)), self.hand_in, task)

    def clear(self, tasks):
        for task in tasks:
            if task.state in WITH_REVIEWER:
                member = self.memo[task].reviewer if task.state == "IN_REVIEW" else self.in_charge(task)
                if task.state == "SUBMITTED" and not self.may_review(member, task):
                    member = CHAIR
                    self.emit(member, "take", task)
                self.memo[task].accepted_by = member
                self.accept(task, member, 0.5)
            elif task.state in WITH_ASSIGNEE and task.due < self.today:
                self.emit(CHAIR, "close", task, text="Quá hạn, không thực hiện")
            else:
                if self.chance(0.3):
                    self.emit("ubkt-2", "withdraw", task, text="Không còn phù hợp", refused="POSITION_REQUIRED")
                self.emit(CHAIR, "withdraw", task, text="Không còn phù hợp")

    def clear_year(self, year):
        self.clear(self.left(year))

    def clear_term(self):
        self.clear([t for t in self.term.by_round[TERM] if t.state in OPEN])

    def withdraw_one(self, year):
        tasks = [t for t in self.term.by_round[str(year)] if t.state in WITH_ASSIGNEE and t.unit != FEDERATION]
        for name in self.pick([str(t) for t in tasks], 2):
            self.emit(CHAIR, "withdraw", name, text="Đơn vị không còn đối tượng")

    def seal(self, round_id):
        self.emit(CHAIR, "seal", round_id)

    def try_to_seal(self, round_id, reason):
        self.emit(CHAIR, "seal", round_id, refused=reason)

    def lower(self, task):
        """Its first figure, lower by one than it stands after the restatements so far."""
        memo = self.memo[task]
        memo.restated += 1
        figure, (numerator, denominator) = next(iter(task.result.items()))
        return f"{figure}={numerator - memo.restated}/{denominator}"

    def restate(self, year):
        """What turned out to be wrong once it was sealed."""
        tasks = [t for t in self.term.by_round[str(year)]
                 if t.state == "ACCEPTED" and t.item.measure == "ratio" and t.item.fact and t.unit != FEDERATION
                 and t.applies(t.result) and all(v and v[0] > 2 for v in t.result.values())]
        for name in self.pick([str(t) for t in tasks], 3):
            task = self.term.tasks[name]
            figures = self.lower(task)
            self.emit(CHAIR, "reopen", name, date=self.today + days(20), text="Đếm nhầm", refused="PERIOD_SEALED")
            by = self.memo[task].accepted_by
            self.emit(by, "restate", name, figures, text=str(year + 1), refused="DECIDED_BY_REQUESTER")
            other = next(m for m in ("uy-vien-3", "uy-vien-4", VICE) if m not in (by, self.memo[task].clerk))
            self.emit(other, "restate", name, figures, text=str(year + 1))

    # --- Unions.

    def directory(self, year):
        """The yearly import: everybody's facts, moved a little."""
        r = self.random
        path = self.folder / f"unions-{year}.csv"
        unions = []
        if year == YEARS[0]:
            for row in rows_of(ROOT / "deploy/sample/bac-quang-unions.csv"):
                if row["founded_on"] >= "2024":
                    continue
                row["chair_newly_elected_on"] = ""
                unions.append(row)
                self.names[row["id"]] = row["name"], row["place"]
        else:
            for unit in self.term.population(self.today):
                union, facts = self.term.unions[unit], self.term.unions[unit].facts_on(self.today)
                row = dict(zip(DIRECTORY[:5], (unit, self.names[unit][0], union.type_on(self.today),
                                               self.names[unit][1], union.founded or "")))
                joined = r.randint(-1, 4)
                for fact in ("members", "women", "workers"):
                    row[fact] = facts[fact] + joined
                row["women"] = max(0, min(facts["women"] + r.randint(-1, 2), row["members"]))
                row["direct_workers"] = min(facts["direct_workers"] + (joined if facts["direct_workers"] else 0),
                                            row["workers"])
                for fact in ("eligible_for_agreement", "eligible_for_womens_committee"):
                    row[fact] = "có" if facts[fact] or self.chance(0.02) else "không"
                row["chair_newly_elected_on"] = facts.get("chair_newly_elected_on", "")
                unions.append(row)
        for row in r.sample(unions, 2):
            row["chair_newly_elected_on"] = date(year, 1, 2)
        with open(path, "w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, DIRECTORY, lineterminator="\n")
            writer.writeheader()
            writer.writerows(unions)
        self.emit(CHAIR, "import", path.name)

    def part(self, unit, title="", type_="", place="", **facts):
        if unit not in self.names or title:
            self.names[unit] = title, place
        return f"{unit} | {title} | {type_} | {place} | " + ";".join(f"{f}={v}" for f, v in facts.items())

    def found(self, unit, title, type_, place, on="", **facts):
        self.emit(CHAIR, "found", unit, date=on, text=self.part(unit, title, type_, place, **facts))
        self.at(self.today + days(14), self.give_term, unit)

    def give_term(self, unit):
        """A union that is founded in mid-term gets items of the term, and some of the year."""
        tried = False
        for item_id in ("1.1", "1.2", "1.5", "2.5", "2.6", "5.1", "3.1.3", "3.2.3", "3.6.2"):
            if self.term.in_scope(ITEMS[item_id].scope, unit, self.term.rounds[TERM].period, self.today):
                self.emit(CHAIR, "assign", f"{TERM}/{item_id}", date=TERM_END, text=unit)
            elif not tried:
                self.emit(CHAIR, "assign", f"{TERM}/{item_id}", date=TERM_END, text=unit, refused="OUT_OF_SCOPE")
                tried = True
        for item_id in ("2.4", "3.1", "6.2"):
            self.emit(VICE, "assign", f"{self.today.year}/{item_id}", date=date(self.today.year, 12, 20), text=unit)

    def elect(self, year):
        """A new chair: the union says so, and gets the item."""
        known = {t.unit for t in self.term.by_round[str(year)] if t.item.id == "4.2"}
        for unit in self.pick([u for u in self.term.population(self.today) if u not in known], 1):
            self.emit(unit, "facts", unit, f"chair_newly_elected_on={self.today - days(2)}")
            self.emit(CHAIR, "assign", f"{year}/4.2", date=date(year, 12, 15), text=unit)

    def grow(self, as_of=""):
        """A union brings its members up to date."""
        (unit,) = self.pick(self.term.population(self.today), 1)
        facts = self.term.unions[unit].facts_on(self.today)
        more = self.random.randint(1, 6)
        figures = ";".join(f"{f}={facts[f] + more}" for f in ("members", "workers"))
        if self.chance(0.2):
            self.emit(unit + ".2", "facts", unit, figures, refused="NOT_CHAIR_OF_ASSIGNEE")
        self.emit(unit, "facts", unit, figures, date=as_of)

    def merge(self, units, part):
        self.emit(CHAIR, "merge", " ".join(units), text=part)

    def split(self, unit, shares, parts):
        """`parts`: id, title, type, place of each; a share of the facts for each, in percent."""
        facts = self.term.unions[unit].facts_on(self.today)
        texts = []
        for (new, title, type_, place), share in zip(parts, shares):
            numbers = {f: facts[f] * share // 100 for f in ("members", "women", "workers", "direct_workers")}
            flags = {f: facts[f] for f in ("eligible_for_agreement", "eligible_for_womens_committee")}
            texts.append(self.part(new, title, type_, place, **numbers, **(flags if new != unit else {})))
        self.emit(CHAIR, "split", unit, text=" || ".join(texts))

    def changes(self):
        at = self.at
        flags = dict(eligible_for_agreement=1, eligible_for_womens_committee=1)
        none = dict(eligible_for_agreement=0, eligible_for_womens_committee=0)
        for day, unit, title, type_, place, numbers, more in [
            (date(2024, 7, 26), "htx-duoc-lieu", "CĐCS Hợp tác xã Dược liệu Rừng Già (mẫu)", "NON_STATE_UNIT",
             "xã Thượng Bình", (15, 8, 21, 17), none),
            (date(2024, 11, 5), "trung-tam-dich-vu-cong", "CĐCS Trung tâm Dịch vụ công cộng và Môi trường huyện",
             "PUBLIC_SERVICE", "thị trấn Việt Quang", (47, 25, 52, 41), flags),
            (date(2025, 3, 28), "nong-san-nang-vang", "CĐCS Công ty TNHH Nông sản Nắng Vàng (mẫu)",
             "NON_STATE_ENTERPRISE", "xã Việt Hồng", (61, 37, 82, 69), flags),
            (date(2025, 8, 15), "thuong-mai-tan-quang", "CĐCS Công ty TNHH Thương mại Ngã Ba (mẫu)",
             "NON_STATE_ENTERPRISE", "xã Tân Quang", (17, 9, 24, 0), none),
            (date(2026, 5, 20), "dien-tu-song-gam", "CĐCS Công ty TNHH Điện tử Sông Gâm (mẫu)",
             "NON_STATE_ENTERPRISE", "thị trấn Vĩnh Tuy", (120, 88, 140, 120), flags),
            (date(2027, 10, 5), "mam-non-anh-sao", "CĐCS Trường Mầm non tư thục Ánh Sao (mẫu)", "NON_STATE_UNIT",
             "thị trấn Việt Quang", (14, 14, 16, 2), {**none, "on": date(2027, 9, 6)}),
        ]:
            facts = dict(zip(("members", "women", "workers", "direct_workers"), numbers))
            at(day, lambda u=unit, n=title, t=type_, p=place, f={**facts, **more}: self.found(u, n, t, p, **f))
        at(date(2025, 7, 1), lambda: self.merge(
            ["xa-dong-tien", "xa-duc-xuan"],
            self.part("xa-tien-xuan", "CĐCS xã Tiến Xuân", "ADMINISTRATIVE", "xã Tiến Xuân", **none)))
        at(date(2025, 10, 1), lambda: self.emit(CHAIR, "retype", "mam-non-hoa-mat-troi", text="PUBLIC_SERVICE"))
        at(date(2026, 6, 15), lambda: self.split("may-mac-song-lo", (60, 40), [
            ("may-mac-song-lo", "", "", ""),
            ("may-mac-song-lo-2", "CĐCS May mặc Sông Lô 2 (mẫu)", "NON_STATE_ENTERPRISE", "xã Vĩnh Phúc")]))
        # Some are recorded when a quarter's figures have been shown in between.
        at(date(2026, 10, 6), lambda: self.emit(CHAIR, "retype", "cap-nuoc-viet-quang", date=date(2026, 9, 1),
                                                text="NON_STATE_ENTERPRISE"))
        at(date(2027, 3, 1), lambda: self.split("trung-tam-y-te", (70, 30), [
            ("y-te-du-phong", "CĐCS Trung tâm Y tế dự phòng huyện", "PUBLIC_SERVICE", "thị trấn Việt Quang"),
            ("phong-kham-vinh-tuy", "CĐCS Phòng khám khu vực Vĩnh Tuy", "PUBLIC_SERVICE", "thị trấn Vĩnh Tuy")]))
        at(date(2027, 4, 12), lambda: self.emit(CHAIR, "dissolve", "khoang-san-nui-do", date=date(2027, 3, 20)))
        at(date(2027, 7, 1), lambda: self.merge(
            ["thcs-vo-diem", "thcs-quang-minh"], self.part("thcs-quang-minh")))
        at(date(2028, 3, 4), lambda: self.rename("thpt-tan-quang", "CĐCS Trường THPT Tân Quang số 1"))

    def rename(self, unit, title):
        self.emit(CHAIR, "rename", unit, text=title)
        self.names[unit] = title, self.names[unit][1]

    # --- Inspections.

    def inspect_year(self, year):
        """The plan of the year, its sample, and who inspects what from then on."""
        self.numbers = 0
        gone = {2025: ["xa-dong-tien", "xa-duc-xuan"], 2027: ["trung-tam-y-te", "thcs-vo-diem", "khoang-san-nui-do"]}
        out = [u for u in gone.get(year, []) if self.alive(u)]
        stays = [u for u in self.term.population(self.today)
                 if u not in out + [THEIR_UNION] and self.term.unions[u].founded < date(year, 1, 1)]
        of = lambda scope: [u for u in stays if self.term.in_scope(scope, u, (None, None), self.today)]
        risk = self.pick(of("public"), 4) + self.pick(of("enterprise"), 1)
        named = " ".join(risk) + "|" + " ".join(out)
        self.emit(CHAIR, "draft-plan", year, named, text="Kiểm tra trong năm", refused="POSITION_REQUIRED")
        self.emit("ubkt-1", "draft-plan", year, named, text="Kiểm tra tài chính, Điều lệ trong năm")
        self.at(self.today + days(3), self.approve_plan, year)
        self.at(self.today + days(5), self.draw, year, risk)

    def approve_plan(self, year):
        self.emit("chu-nhiem", "draw", year, refused="INSPECTION_PLAN_STATE")
        self.emit("chu-nhiem", "approve-plan", year, refused="POSITION_REQUIRED")
        self.emit(CHAIR, "approve-plan", year)

    def draw(self, year, risk):
        self.emit("ubkt-2", "draw", year, refused="POSITION_REQUIRED")
        self.emit("chu-nhiem", "draw", year)
        plan = self.term.plans[str(year)]
        drawn = [u for sample in plan.sample.values() for u in sample if u.startswith("$")]
        # One of them is put off so long that it is not inspected at all, in one of the years.
        if year == 2026:
            drawn.pop()
        for i, unit in enumerate(drawn):
            self.at(date(year, 3, 4) + days(6 * i), self.inspect_drawn, year, unit, i == 2 and year % 2 == 1)
        for i, unit in enumerate(risk):
            self.at(date(year, 6, 20) + days(16 * i), self.inspect_risk, year, unit, i)
        others = [u for u in self.pick(self.term.population(self.today), 6) if u not in risk + [THEIR_UNION]
                  and u not in plan.out]
        self.at(date(year, 4, 6), self.supervise, year, others[0])
        self.at(date(year, 5, 6), self.inspect_charter, year, others[1])
        self.at(date(year, 12, 16), self.close_plan, year)

    def team(self):
        head, *members = self.random.sample([f"ubkt-{i}" for i in range(1, 6)], 3)
        return head, members

    def schedule(self, year, kind, unit, plan="", more=""):
        self.numbers += 1
        name = f"{year}-{self.numbers:02}"
        head, members = self.team()
        if self.chance(0.1):
            self.emit("chu-nhiem", "schedule", name, plan, self.today + days(5),
                      " ".join([kind, unit, head, members[0]]), refused="TEAM_UNFIT")
        if self.chance(0.1):
            self.emit("ubkt-1", "schedule", name, plan, self.today + days(5),
                      " ".join([kind, unit, head] + members), refused="POSITION_REQUIRED")
        self.emit("chu-nhiem", "schedule", name, plan, self.today + days(5), " ".join([kind, unit, head] + members))
        self.at(self.today + days(1), lambda: self.emit(head, "notify", name))
        self.at(self.today + days(6), lambda: self.term.inspections[name].state == "NOTIFIED" and self.emit(
            members[0], "start", name))
        return name, head, members

    def inspect_drawn(self, year, unit, cancelled):
        name, head, members = self.schedule(year, "finance", unit, str(year))
        if cancelled:
            self.at(self.today + days(3), self.cancel_inspection, year, name, unit)
            return
        self.at(self.today + days(8), lambda: self.emit(members[0], "conclude", name, refused="NOT_HEAD_OF_TEAM"))
        self.at(self.today + days(10), lambda: self.emit(head, "conclude", name))

    def cancel_inspection(self, year, name, unit):
        self.emit("ubkt-1", "cancel-inspection", name, refused="POSITION_REQUIRED")
        self.emit("chu-nhiem", "cancel-inspection", name, figures="thay thế")
        stratum = self.term.plans[str(year)].strata["public"]
        # The next of its stratum in the order of the draw.
        self.at(self.today + days(4), self.inspect_drawn, year, f"$public/{stratum.quota + 1}", False)

    def accepted(self, year, unit, measures=("coverage", "ratio", "judgement")):
        tasks = [t for t in self.term.by_round[str(year)] if t.unit == unit and t.state == "ACCEPTED"
                 and t.item.measure in measures and t.due.year == year]
        return sorted(tasks, key=str)

    def inspect_risk(self, year, unit, which):
        """Each of them another way: contested, grave, dropped, nothing found, closed without its remedy."""
        name, head, members = self.schedule(year, "finance", unit, str(year))
        at = lambda count, act: self.at(self.today + days(count), act)
        finding = f"{name}/1"
        drafted = "Chấp hành cơ bản tốt, còn thiếu sót như đã nêu"

        def look():
            tasks = self.accepted(year, unit)
            sealed = [t for t in self.accepted(year - 1, unit, ("ratio",)) if t.item.fact and t.applies(t.result)
                      and all(v and v[0] > 2 for v in t.result.values())] if year > YEARS[0] else []
            if which == 3 and sealed:
                # It stands as it was sealed: the finding is issued, and the correction stands in the open year.
                self.emit(members[0], "contest", finding, str(sealed[0]), self.today + days(40), "Danh sách trùng tên")
                self.at(self.today + days(25), self.restate_found, year, sealed[0], finding)
            if tasks:
                self.emit(head, "check-task", name, text=str(tasks[-1]))
            self.emit("chu-nhiem" if "chu-nhiem" not in members + [head] else "ubkt-5", "check-task", name,
                      text=str(tasks[-1]) if tasks else f"{year}/2.4.{unit}", refused="NOT_ON_TEAM")
            due = self.today + days(40)
            if which == 0 and tasks:
                self.emit(members[0], "contest", finding, str(tasks[0]), due, "Biên bản kèm theo là của năm trước")
            elif which == 1:
                self.emit(members[0], "find-grave", finding, "", due, "Chưa trích nộp đủ kinh phí")
            elif which in (2, 4):
                self.emit(members[0], "find", finding, "", due, "Ba phiếu chi thiếu chữ ký người nhận")
                if which == 2:
                    self.emit(members[1], "find", f"{name}/2", "", due, "Sổ quỹ chưa khóa ngày")
                    self.emit(members[0], "drop-finding", f"{name}/2", text="Đã khóa", refused="NOT_HEAD_OF_TEAM")
                    self.emit(members[1], "drop-finding", f"{name}/2", text="Đơn vị đã đưa ra sổ gốc")

        def draft():
            if not self.term.inspections[name].findings:
                self.emit(head, "conclude", name)
                return
            self.emit(head, "draft-conclusion", name, date=self.today + days(6), text=drafted)
            for member in members:
                self.at(self.today + days(1), lambda m=member: self.emit(m, "sign", name))
            self.at(self.today + days(2), lambda: self.emit(
                head, "conclude", name, text=drafted, refused="CONCLUSION_UNSIGNED"))
            self.at(self.today + days(3), lambda: self.emit(head, "sign", name))
            self.at(self.today + days(4), lambda: self.emit(
                head, "conclude", name, text=drafted, refused="EXPLANATION_PENDING"))
            self.at(self.today + days(5), lambda: self.emit(unit, "explain", finding, text="Kế toán mới nhận việc"))
            self.at(self.today + days(6), conclude)

        def conclude():
            self.emit(head, "conclude", name, text=drafted)
            contested = self.term.finding(finding).task
            if contested and contested.round == str(year):
                self.at(self.today + days(8), self.hand_in, contested)
            if which == 4:
                self.at(self.today + days(5), lambda: self.emit(
                    "uy-vien-4", "close-finding", finding, text="Đã hết nhiệm vụ", refused="POSITION_REQUIRED"))
                self.at(self.today + days(5), lambda: self.emit(
                    VICE, "close-finding", finding, text="Quỹ đã bàn giao, không còn đối tượng"))
                return
            self.at(self.today + days(9), lambda: self.emit(unit, "remedy", finding, text="Đã bổ sung"))
            if which == 1:
                self.at(self.today + days(11), lambda: self.emit(
                    members[1], "reject", finding, date=self.today + days(15), text="Mới nộp một phần"))
                self.at(self.today + days(15), lambda: self.emit(unit, "remedy", finding, text="Đã nộp đủ"))
                self.at(self.today + days(17), lambda: self.emit(members[0], "verify", finding, refused="SAME_PERSON"))
            self.at(self.today + days(18), lambda: self.emit(members[1], "verify", finding))

        at(8, look)
        at(10, draft)

    def restate_found(self, year, task, finding):
        memo = self.memo[task]
        by = next(m for m in ("uy-vien-3", "uy-vien-4", VICE) if m not in (memo.accepted_by, memo.clerk))
        self.emit(by, "restate", task, self.lower(task), text=f"{year} {finding}")

    def supervise(self, year, unit):
        name, head, members = self.schedule(year, "supervision", unit)
        self.at(self.today + days(8), lambda: self.emit(
            members[0], "find", f"{name}/1", "", self.today + days(30), "Chậm", refused="KIND_OF_INSPECTION"))
        self.at(self.today + days(9), lambda: self.emit(head, "conclude", name, refused="KIND_OF_INSPECTION"))
        self.at(self.today + days(10), lambda: self.emit(head, "report-supervision", name, text="Đúng kế hoạch"))

    def inspect_charter(self, year, unit):
        name, head, _ = self.schedule(year, "charter", unit)
        self.at(self.today + days(10), lambda: self.emit(head, "conclude", name))

    def inspect_federation(self, year):
        name, head, _ = self.schedule(year, "same-level-finance", FEDERATION)
        self.at(self.today + days(10), lambda: self.emit(head, "conclude", name))

    def close_plan(self, year):
        plan = self.term.plans[str(year)]
        inspected = self.term.inspected(self.term.rounds[str(year)])
        met = all(len(inspected & (set(s.units) | set(plan.sample[s.id]))) >= s.quota for s in plan.strata.values())
        if met:
            self.emit("chu-nhiem", "close-plan", year)
            return
        self.emit("chu-nhiem", "close-plan", year, refused="QUOTA_NOT_MET")
        self.emit(CHAIR, "decide-shortfall", year, text="Đoàn kiểm tra không đủ người trong quý IV")

    # --- Ratings and settlements.

    def rate(self, year):
        """Every union rates itself in the weeks after the year, and all are decided in one meeting."""
        for unit in sorted(self.term.unions):
            if not self.alive(unit):
                continue
            if self.term.too_young(unit, str(year)):
                if self.chance(0.5):
                    self.emit(unit, "self-rate", f"{unit}/{year}", "organisation=8;initiative=8",
                              refused="TOO_YOUNG_TO_RATE")
            elif self.chance(0.96):
                self.at(self.between(self.today, date(year + 1, 2, 8)), self.rate_self, unit, year)
        self.at(date(year + 1, 2, 14), self.decide_ratings, year)

    def rate_self(self, unit, year):
        name = f"{unit}/{year}"
        points = f"organisation={self.random.randint(5, 10)};initiative={self.random.randint(3, 10)}"
        if self.chance(0.05):
            self.emit("ubkt-3", "self-rate", name, points, refused="POSITION_REQUIRED")
        if self.chance(0.05):
            self.emit(CHAIR, "decide-rating", name, points, refused="RATING_STATE")
        self.emit(unit, "self-rate", name, points)
        if self.chance(0.05):
            self.emit(unit, "self-rate", name, "organisation=9;initiative=9")

    def decide_ratings(self, year):
        for (unit, of), rating in sorted(self.term.ratings.items()):
            if of != str(year):
                continue
            points, differs = {}, False
            for criterion in self.term.assess(unit, of):
                if not criterion.most:
                    continue
                claimed = rating.claimed.get(criterion.id)
                if criterion.computed is not None:
                    points[criterion.id] = criterion.computed
                else:
                    points[criterion.id] = max(claimed - (2 if self.chance(0.15) else 0), 0)
                differs = differs or claimed is not None and claimed != points[criterion.id]
            figures = ";".join(f"{c}={p}" for c, p in points.items())
            if differs and self.chance(0.2):
                self.emit(CHAIR, "decide-rating", f"{unit}/{year}", figures, refused="REASON_REQUIRED")
            self.emit(CHAIR, "decide-rating", f"{unit}/{year}", figures,
                      text="Theo hồ sơ minh chứng" if differs else "")
            if self.chance(0.03):
                self.emit(unit, "self-rate", f"{unit}/{year}", "organisation=9;initiative=9", refused="RATING_STATE")

    def settle(self, year, sent, text=""):
        self.emit("uy-vien-4", "settlement", year, date=sent, text=text)

    # --- Reports that go up.

    def send_report(self, year, as_of):
        self.reports += 1
        number = f"{self.reports:02}/BC-LĐLĐ"
        if self.chance(0.5):
            self.emit("uy-vien-4", "issue-report", self.reports, str(year), as_of, number, refused="POSITION_REQUIRED")
        self.emit(CHAIR, "issue-report", self.reports, str(year), as_of, number)
        if self.chance(0.5):
            self.emit(CHAIR, "issue-report", self.reports, str(year), as_of, number, refused="ALREADY_EXISTS")

    # --- The years.

    def open_term(self):
        self.emit(CHAIR, "programme")
        for field, member in IN_CHARGE.items():
            self.emit(CHAIR, "charge", member, text=field)
        self.directory(YEARS[0])
        self.emit("quan-tri", "seat", TWO_HATS, text=THEIR_UNION)

    def issue(self, round_id, dues="", targets=""):
        if round_id != TERM:
            self.emit("uy-vien-4", "draft", round_id, targets, text=dues)
        else:
            self.emit(CHAIR, "draft", round_id, targets, text=dues)
        self.emit("uy-vien-4", "issue", round_id, refused="POSITION_REQUIRED")
        self.emit(CHAIR, "issue", round_id)

    def ad_hoc(self, year, units, title, due):
        self.emit(VICE, "adhoc", f"{year}/adhoc-1", " ".join(units), due, title)

    def guide(self, plan):
        self.emit(CHAIR, "assign", f"{TERM}/{plan}", date=TERM_END, text=FEDERATION, refused="ITEM_NOT_IN_FORCE")
        self.emit("uy-vien-3", "guidance", plan, date=self.today - days(5), text=f"{self.random.randint(10, 99)}/HD-LĐLĐ")
        self.at(self.today + days(3), lambda: self.emit(
            CHAIR, "assign", f"{TERM}/{plan}", date=self.today + days(100), text=FEDERATION))

    def send_plans(self, year):
        for unit in self.pick([t.unit for t in self.term.by_round[str(year)] if t.item.id == "2.4"], 6):
            self.emit(unit, "plan", f"{unit}/{year}", "2.4")

    def enterprises(self):
        return [u for u in self.term.population(self.today)
                if self.term.unions[u].type_on(self.today) in SCOPES["enterprise"][0]]

    def check(self, round_ids):
        units = self.pick(self.term.unions, 5)
        units += [u for u in ("xa-dong-tien", "xa-tien-xuan", "may-mac-song-lo-2") if u in self.term.unions]
        for round_id in round_ids:
            self.emit("noi-nhan", "check", round_id, text=" ".join(dict.fromkeys(units)) if round_id != TERM else "")

    def ask_again(self):
        self.emit("noi-nhan", "trend")
        self.emit("noi-nhan", "again")

    def year(self, year):
        at, id_ = self.at, str(year)
        if year > YEARS[0]:
            at(date(year, 1, 3), self.grow, date(year - 1, 12, 29), order=1)
            at(date(year, 1, 6), self.directory, year, order=1)
        # What is due early in the year moves a little from year to year; a target is raised in the third.
        dues = f"1.3={date(year, 4, 10 + year % 7)};2.3={date(year, 9, 30)}"
        targets = "2.2/informed=95;2.3/trained/che-suoi-xanh/go-dai-ngan-xanh=80" if year == 2026 else ""
        at(date(year, 1, 8), self.issue, id_, dues, targets, order=1)
        at(date(year, 2, 10), self.send_plans, year)
        at(date(year, 1, 20), self.inspect_year, year)
        at(date(year, 2, 24), self.inspect_federation, year)
        at(date(year, 4, 4), self.withdraw_one, year)
        for month in (2, 5, 8):
            at(date(year, month, 11), self.elect, year)
            at(date(year, month + 1, 17), self.grow)
            at(date(year, month + 2, 21), self.grow)
        at(date(year + 1, 1, 9), self.rate, year)
        # The inspection of the federation is concluded on the sixth of March. In the second year the settlement is
        # sent too early, in the fourth on that very day; in the third a wrong day is recorded first.
        at(date(year, 3, 25 if year != 2026 else 4), self.settle, year,
           {2025: date(2025, 3, 2), 2026: date(2026, 3, 3), 2027: date(2027, 3, 6)}.get(year, date(year, 3, 20)))
        if year == 2026:
            at(date(2026, 3, 28), self.settle, year, date(2026, 3, 18), "Ghi nhầm ngày gửi")
        at(date(year, 7, 4), lambda: self.ad_hoc(year, self.enterprises() if year % 2 else [],
                                                  f"Rà soát an toàn lao động {year}", date(year, 8, 31)))
        if year == 2024:
            at(date(2024, 9, 12), lambda: self.emit(CHAIR, "extend-all", id_, date=date(2024, 10, 20),
                                                    text="2.3|", figures="Bão số 3"))
        at(date(year, 7, 6), self.send_report, year, date(year, 6, 30))
        at(date(year + 1, 1, 10), self.send_report, year, date(year, 12, 31))
        at(date(year + 1, 2, 22), self.send_report, year, date(year + 1, 2, 20))
        # What was known at the year's end is no other when the year is sealed.
        at(date(year + 1, 2, 23), self.send_report, year, date(year, 12, 31))
        at(date(year, 12, 20), self.try_to_seal, id_, "PERIOD_NOT_OVER")
        at(date(year + 1, 1, 5), self.try_to_seal, id_, "TASKS_OPEN")
        at(date(year + 1, 1, 12), self.close_some, year)
        at(date(year + 1, 2, 12), self.clear_year, year)
        at(date(year + 1, 2, 20), self.seal, id_, order=8)
        if year < YEARS[-1]:
            at(date(year + 1, 3, 10), self.restate, year)
        before = [str(year - 1)] if year > YEARS[0] else []
        at(date(year, 1, 31), self.check, before + [id_], order=9)
        at(date(year, 3, 31), self.check, before + [id_, TERM], order=9)
        at(date(year, 6, 30), self.check, [id_, TERM], order=9)
        at(date(year, 9, 30), self.check, [id_], order=9)
        # A due day is met until it is over; and any two days.
        at(date(year, 11, 30), self.check, [id_], order=9)
        at(date(year, 12, 1), self.check, [id_], order=9)
        for _ in range(2):
            at(self.between(date(year, 2, 1), date(year, 12, 20)), self.check, [id_], order=9)
        if year == TERM_END.year:
            at(TERM_END + days(1), self.check, [TERM], order=9)
        at(date(year, 12, 31), self.check, [str(y) for y in YEARS if y <= year] + [TERM], order=9)
        at(date(year + 1, 2, 20), self.check, [id_], order=9)

    def play(self):
        at = self.at
        at(date(2024, 1, 4), self.open_term, order=0)
        at(date(2024, 1, 15), self.issue, TERM, order=1)
        for year in YEARS:
            self.year(year)
        at(date(2024, 1, 22), lambda: self.emit("chu-nhiem", "draft-plan", TERM, text="Kiểm tra toàn khóa"))
        at(date(2024, 1, 29), lambda: self.emit(CHAIR, "approve-plan", TERM))
        for plan, day in zip(("P4", "P5", "P6", "P7", "P8", "P9"),
                             (date(2024, 9, 10), date(2025, 2, 14), date(2025, 6, 20), date(2026, 3, 5),
                              date(2026, 10, 1), date(2027, 4, 12))):
            at(day, self.guide, plan)
        # The programme's second version asks for more; what is issued keeps the first.
        at(date(2027, 1, 4), lambda: self.emit(VICE, "programme", figures="1.4=90;2.2=92", refused="POSITION_REQUIRED"))
        at(date(2027, 1, 4), lambda: self.emit(CHAIR, "programme", figures="1.4=90;2.2=92"), order=1)
        at(HAND_OVER_DAY, lambda: self.emit(CHAIR, "hand-over", LEAVER, text=SUCCESSOR), order=1)
        self.changes()
        at(date(2028, 11, 10), self.clear_term)
        at(date(2026, 12, 31), self.ask_again, order=10)
        at(date(2028, 12, 31), self.ask_again, order=10)
        at(date(2029, 2, 22), self.seal, TERM, order=8)
        at(date(2029, 2, 22), self.check, [str(y) for y in YEARS] + [TERM], order=9)
        at(date(2029, 2, 24), self.ask_again, order=10)
        while self.heap:
            self.today, _, _, act, args = heapq.heappop(self.heap)
            if self.today > date(2029, 2, 24):
                break
            act(*args)


def main():
    folder = pathlib.Path(sys.argv[1])
    play = Play(folder, int(sys.argv[2]) if len(sys.argv) > 2 else 2028)
    play.play()
    with open(folder / "events.csv", "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(play.rows)


if __name__ == "__main__":
    main()
