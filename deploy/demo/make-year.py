#!/usr/bin/env python3
"""Made the year 2025 of the demo, once: who reports what when, and what becomes of it.

    deploy/demo/make-year.py deploy/sample/bac-quang-unions.csv deploy/demo

writes bac-quang-2025-tasks.csv and bac-quang-2025-inspections.csv. Everything in them is made up, from a fixed seed;
the files are kept as they are, so that their figures can be computed by anybody without this program.
"""
import csv
import datetime
import random
import sys

PUBLIC = ("ADMINISTRATIVE", "PUBLIC_SERVICE")
ENTERPRISE = ("STATE_ENTERPRISE", "NON_STATE_ENTERPRISE")
FEDERATION = "federation"
POPULATION_DAY = datetime.date(2025, 1, 1)
DAY = datetime.timedelta(days=1)

TASK_COLUMNS = [
    "task", "acknowledged", "reported", "submitted", "way", "claim",
    "review", "reviewed", "reason", "rework_due", "resubmitted", "result", "accepted",
]
INSPECTION_COLUMNS = [
    "inspection", "unit", "kind", "scheduled", "started", "checked_task", "finding", "contested_task", "grave",
    "remedy_due", "concluded", "document", "remedied", "rejected", "rejected_reason", "remedied_again", "verified",
    "resubmitted", "result", "accepted",
]


def date(text):
    return datetime.date.fromisoformat(text)


class Year:
    def __init__(self, unions):
        self.random = random.Random(2025)
        self.unions = [u for u in unions if not u["founded_on"] or date(u["founded_on"]) <= POPULATION_DAY]
        self.tasks = []

    def of(self, types):
        return [u for u in self.unions if u["type"] in types]

    def among(self, of, low, high):
        return of + DAY * self.random.randint(low, high)

    def task(self, round_id, item, unit, claim, due, *, way="", review="accept", reason="", result="", never=False,
             late=None, first=date("2025-01-14")):
        """One task from its acknowledgement to its acceptance; `due` is when it is usually handed in by."""
        row = dict.fromkeys(TASK_COLUMNS, "")
        row["task"] = f"{round_id}/{item}.{unit}"
        self.tasks.append(row)
        if self.random.random() < 0.8:
            row["acknowledged"] = self.among(first, 0, 20)
        if never:
            return row
        if late is None:
            late = self.random.random() < 0.13
        submitted = self.among(due, 1, 16) if late else self.among(due, -24, 0)
        submitted = max(submitted, first + 21 * DAY)
        if not way and (submitted - date("2025-03-10")).days > 40 and self.random.random() < 0.12:
            row["reported"] = submitted - DAY * self.random.randint(7, 35)
        row.update(submitted=submitted, way=way, claim=claim, review=review, reason=reason)
        reviewed = self.among(submitted, 1, 7)
        row["reviewed"] = reviewed
        if review == "return":
            row["rework_due"] = reviewed + 14 * DAY
            row["resubmitted"] = self.among(reviewed, 3, 12) if self.random.random() < 0.8 else self.among(reviewed, 16, 20)
            row["result"] = result or claim
            row["accepted"] = self.among(row["resubmitted"], 1, 5)
        elif review == "correct":
            row["result"] = result
            row["accepted"] = reviewed
        elif review == "accept":
            row["accepted"] = reviewed
        return row

    def coverage(self, round_id, item, units, figures, due, *, missing=(), no=(), returned=0, **more):
        """A COVERAGE: everybody has every fact, but for `no` (unit → figures that are 0) and `missing`, who never report."""
        send_back = set(self.random.sample([u["id"] for u in units if u["id"] not in missing], returned))
        for unit in units:
            figure_no = dict(no).get(unit["id"], ())
            claim = ";".join(f"{f}={0 if f in figure_no else 1}" for f in figures)
            self.task(round_id, item, unit["id"], claim, due, never=unit["id"] in missing,
                      review="return" if unit["id"] in send_back else "accept",
                      reason="Minh chứng chưa rõ, đề nghị bổ sung" if unit["id"] in send_back else "", **more)

    def ratio(self, round_id, item, units, figure, fact, due, low, *, missing=(), corrected=(), paper=(), returned=0):
        """A RATIO of people: `low` … 100 percent of the fact."""
        reporting = [u["id"] for u in units if u["id"] not in missing and u["id"] not in corrected and u["id"] not in paper]
        send_back = set(self.random.sample(reporting, returned))
        for unit in units:
            whole = int(unit[fact])
            part = whole if self.random.random() < 0.55 else max(0, min(whole, whole * self.random.randint(low, 100) // 100))
            claim = f"{figure}={part}/{whole}"
            more = {}
            if unit["id"] in corrected:
                more = dict(review="correct", result=f"{figure}={max(part - 3, 0)}/{whole}",
                            reason="Danh sách ký tên ít hơn số báo cáo 3 người")
            elif unit["id"] in send_back:
                more = dict(review="return", result=f"{figure}={part}/{whole}", reason="Chưa kèm danh sách, đề nghị bổ sung")
                claim = f"{figure}={min(part + 2, whole)}/{whole}"
            if unit["id"] in paper:
                more["way"] = "paper"
            self.task(round_id, item, unit["id"], claim, due, never=unit["id"] in missing, **more)

    def withdraw(self, task, day, reason):
        """Withdrawn before anything was handed in."""
        row = next(r for r in self.tasks if r["task"] == task)
        acknowledged = row["acknowledged"]
        row.update(dict.fromkeys(TASK_COLUMNS[1:], ""))
        row.update(acknowledged=acknowledged, review="withdraw", reviewed=date(day), reason=reason)

    def play(self):
        everybody, public, enterprise = self.unions, self.of(PUBLIC), self.of(ENTERPRISE)

        # The year's indicators.
        self.coverage("2025", "1.3", public, ["held"], date("2025-03-31"), returned=4,
                      missing=["xa-huu-san"], no=[("xa-thuong-binh", ["held"])])
        self.withdraw("2025/1.3.trung-tam-gdnn-gdtx", "2025-05-12", "Đơn vị sáp nhập, không tổ chức hội nghị trong năm")
        self.coverage("2025", "1.4", enterprise, ["conference", "dialogue"], date("2025-11-30"), returned=1,
                      no=[("van-tai-que-lam", ["dialogue"])])
        self.ratio("2025", "2.1", public, "informed", "workers", date("2025-11-30"), 94, returned=3,
                   corrected=["benh-vien-da-khoa-khu-vuc"], paper=["xa-dong-tien"])
        self.ratio("2025", "2.2", enterprise, "informed", "workers", date("2025-11-30"), 88, returned=1)
        self.ratio("2025", "2.3", [u for u in everybody if int(u["direct_workers"]) >= 1], "trained", "direct_workers",
                   date("2025-11-30"), 60, missing=["khoang-san-nui-do"])
        self.ratio("2025", "2.4", everybody, "kept", "workers", date("2025-11-30"), 92, returned=4,
                   missing=["htx-duoc-lieu"], corrected=["may-mac-song-lo"], paper=["xa-dong-tien", "xa-vo-diem"])
        self.coverage("2025", "3.1", everybody, ["kept_up"], date("2025-12-15"), returned=3)
        for unit in everybody:
            if unit["chair_newly_elected_on"].startswith("2025"):
                self.task("2025", "4.2", unit["id"], "trained=1/1", date("2025-12-15"))
        self.task("2025", "4.3", FEDERATION, "level=1", date("2025-12-31"), late=False)
        for unit in everybody:
            claim = f"introduced={min(int(unit['members']) // 20, 9) if int(unit['members']) >= 40 else self.random.randint(0, 1)}"
            self.task("2025", "4.6", unit["id"], claim, date("2025-12-15"), never=unit["id"] == "phong-kham-an-tam",
                      way="paper" if unit["id"] == "khoi-mat-tran-doan-the" else "")
        for unit in everybody + [{"id": FEDERATION, "members": "60", "workers": "60"}]:
            due_contributions = int(unit["workers"]) * 1_340_000
            due_dues = int(unit["members"]) * 670_000
            paid = self.random.choice([100, 100, 100, 104, 97, 91]) * due_contributions // 100
            paid_dues = self.random.choice([100, 100, 100, 101, 98]) * due_dues // 100
            claim = f"contributions={paid}/{due_contributions};dues={paid_dues}/{due_dues}"
            never = unit["id"] == "khoang-san-nui-do"
            self.task("2025", "6.1", unit["id"], claim, date("2025-12-31"), never=never,
                      late=False if unit["id"] == FEDERATION else None)
        self.coverage("2025", "6.2", everybody + [{"id": FEDERATION}], ["disclosed"], date("2025-12-15"), returned=2)

        # The year's duties, reviewed by judgement.
        for item, due in [("3.1.4", "2025-12-15"), ("3.1.8", "2025-03-15"), ("3.2.4", "2025-11-30"),
                          ("3.3.2", "2025-12-15"), ("3.4.4", "2025-12-15"), ("3.5.2", "2025-03-31"),
                          ("3.6.3", "2025-12-31")]:
            for unit in everybody + [{"id": FEDERATION}]:
                judged = self.random.choice(["Đạt yêu cầu", "Làm tốt, có sáng tạo", "Đạt, cần làm sớm hơn"])
                self.task("2025", item, unit["id"], "", date(due), reason=judged,
                          never=unit["id"] != FEDERATION and self.random.random() < 0.04)
        self.task("2025", "3.7.2", FEDERATION, "", date("2025-12-15"), reason="Đạt yêu cầu", late=False)

        # The superior's urgent document of July, to every enterprise.
        for unit in enterprise:
            self.task("2025", "adhoc-1", unit["id"], "", date("2025-07-31"), reason="Đã rà soát đầy đủ",
                      first=date("2025-07-07"), never=unit["id"] == "xay-dung-hoa-ban")

        # What of the term's items is done in its second year already.
        eligible = [u for u in everybody if u["eligible_for_agreement"] == "có"]
        self.coverage("2023-2028", "1.1", eligible, ["in_force"], date("2025-08-31"), late=False,
                      missing=["go-dai-ngan-xanh", "khoang-san-nui-do", "xay-dung-hoa-ban", "htx-cam-sanh"])
        self.coverage("2023-2028", "1.2", everybody, ["issued"], date("2025-06-30"), late=False, returned=3,
                      missing=self.random.sample([u["id"] for u in everybody], 14))
        for unit in everybody + [{"id": FEDERATION}]:
            cases = {"che-suoi-xanh": 2, "may-mac-song-lo": 1, FEDERATION: 1}.get(unit["id"])
            if cases:
                self.task("2023-2028", "1.5", unit["id"], f"supported={cases}/{cases}", date("2025-10-31"), late=False)
            elif self.random.random() < 0.4:
                self.task("2023-2028", "1.5", unit["id"], "supported=n/a:Chưa có đoàn viên nào có nhu cầu",
                          date("2025-10-31"), late=False)
        self.task("2023-2028", "1.6", FEDERATION, "households=7", date("2025-12-20"), late=False)
        self.coverage("2023-2028", "2.5", public, ["recognised"], date("2025-11-20"), late=False,
                      missing=self.random.sample([u["id"] for u in public], 12))
        self.coverage("2023-2028", "2.6", enterprise, ["recognised"], date("2025-11-20"), late=False,
                      missing=["van-tai-que-lam", "xay-dung-hoa-ban", "khoang-san-nui-do"])
        eligible = [u for u in everybody
                    if u["type"] == "NON_STATE_ENTERPRISE" and u["eligible_for_womens_committee"] == "có"]
        self.coverage("2023-2028", "5.1", eligible, ["set_up"], date("2025-10-20"), late=False, missing=["go-dai-ngan-xanh"])
        self.task("2023-2028", "P1", FEDERATION, "", date("2025-04-30"), late=False, reason="Kế hoạch đã ban hành, đúng yêu cầu")
        return self.tasks

    def inspect(self):
        """15 public unions and 2 enterprises (one too few) are inspected for their finances; one inspection does not count."""
        fixed = ["benh-vien-da-khoa-khu-vuc", "trung-tam-y-te", "thpt-viet-vinh", "xa-huu-san"]
        others = [u["id"] for u in self.of(PUBLIC) if u["id"] not in fixed and u["id"] != "khoi-mat-tran-doan-the"]
        public = fixed + sorted(self.random.sample(others, 11))
        units = [(u, "finance") for u in public] + [("che-suoi-xanh", "finance"), ("may-mac-song-lo", "finance")]
        units += [("tieu-hoc-viet-quang", "charter"), (FEDERATION, "same-level-finance")]
        rows = []
        for number, (unit, kind) in enumerate(units, start=1):
            row = dict.fromkeys(INSPECTION_COLUMNS, "")
            scheduled = date("2025-04-08") + DAY * (7 * number)
            row.update(inspection=f"2025-{number:02}", unit=unit, kind=kind, scheduled=scheduled,
                       started=scheduled, concluded=scheduled + 9 * DAY, document=f"{number:02}/KL-UBKT")
            done = [r for r in self.tasks if r["task"].startswith("2025/") and r["task"].endswith("." + unit)
                    and r["accepted"] and r["accepted"] < scheduled]
            if done:
                row["checked_task"] = done[0]["task"]
            rows.append(row)

        def of(unit):
            return next(r for r in rows if r["unit"] == unit)

        # A contested result: the conference was held, its minutes were of the year before.
        contested = of("thpt-viet-vinh")
        contested.update(finding="Biên bản kèm theo là của năm trước", contested_task="2025/1.3.thpt-viet-vinh",
                         checked_task="", remedy_due=contested["concluded"] + 30 * DAY,
                         remedied=contested["concluded"] + 12 * DAY, verified=contested["concluded"] + 20 * DAY,
                         resubmitted=contested["concluded"] + 12 * DAY, result="held=1",
                         accepted=contested["concluded"] + 16 * DAY)
        # One remedied, and verified by another inspector.
        simple = of("trung-tam-y-te")
        simple.update(finding="Ba phiếu chi thiếu chữ ký người nhận", remedy_due=simple["concluded"] + 30 * DAY,
                      remedied=simple["concluded"] + 10 * DAY, verified=simple["concluded"] + 15 * DAY)
        # One whose first remedy is not enough.
        rejected = of("benh-vien-da-khoa-khu-vuc")
        rejected.update(finding="Chưa trích nộp đủ kinh phí quý I", grave="1",
                        remedy_due=rejected["concluded"] + 30 * DAY, remedied=rejected["concluded"] + 14 * DAY,
                        rejected=rejected["concluded"] + 18 * DAY, rejected_reason="Mới nộp một phần, đề nghị nộp đủ",
                        remedied_again=rejected["concluded"] + 32 * DAY, verified=rejected["concluded"] + 40 * DAY)
        return rows


def write(path, columns, rows):
    with open(path, "w", encoding="utf-8", newline="") as file:
        file.write("# DỮ LIỆU MẪU, hư cấu; do deploy/demo/make-year.py tạo. / SAMPLE DATA, made up by deploy/demo/make-year.py.\n")
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        unions = list(csv.DictReader(line for line in file if not line.startswith("#")))
    year = Year(unions)
    write(sys.argv[2] + "/bac-quang-2025-tasks.csv", TASK_COLUMNS, year.play())
    write(sys.argv[2] + "/bac-quang-2025-inspections.csv", INSPECTION_COLUMNS, year.inspect())


if __name__ == "__main__":
    main()
