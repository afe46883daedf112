#!/usr/bin/env python3
"""Turns the demo's year (bac-quang-2025-*.csv) into steps for the client.

    deploy/demo/play.py FOLDER DUE_DATES.csv

DUE_DATES.csv is what `phancong round show 2025 -o csv` says once the round is issued. Into FOLDER go, for each step:
  NN.run       lines for `phancong run`
  NN.refused   or lines that the server must refuse, behind the reason and a tab
  NN.shown     or a day whose figures are kept, to be asked for again at the end
  NN.vi NN.en  the step in one line
and the file that a union sends with its report.
"""
import collections
import csv
import datetime
import pathlib
import sys

HERE = pathlib.Path(__file__).parent

# Who is in charge of which field, as quickstart.sh assigns it, and which items are of that field.
IN_CHARGE = [
    ("uy-vien-1", "representation", ("1.", "3.1.", "P1")),
    ("uy-vien-2", "communication", ("2.", "3.2.")),
    ("uy-vien-3", "emulation", ("3.3.",)),
    ("uy-vien-4", "organisation", ("4.", "3.4.")),
    ("uy-vien-5", "women", ("5.", "3.5.")),
    ("pho-chu-tich", "finance", ("6.", "3.6.")),
    ("chu-nhiem", "inspection", ("7.", "3.7.")),
]
EVIDENCE = {
    "1.1": "agreement", "1.2": "rules", "1.3": "minutes", "1.4": "minutes", "1.6": "handover", "2.3": "attendance",
    "2.4": "commitments", "2.5": "recognition", "2.6": "recognition", "3.1": "launch", "4.2": "certificate",
    "5.1": "decision", "6.1": "settlement", "6.2": "disclosure",
}
# Its chair sits on the Standing Committee too, and acts with one account.
UNION_OF_A_MEMBER = {"khoi-mat-tran-doan-the": "uy-vien-4"}
URGENT_DAY = datetime.date(2025, 7, 4)
# While the vice-chair is away, who acts for him, and the number of his position: play.sh gives it after the administrator's
# and the chair's.
AWAY_FROM, AWAY_UNTIL = datetime.date(2025, 12, 8), datetime.date(2025, 12, 12)
AWAY, IN_HIS_PLACE, HIS_POSITION = "pho-chu-tich", "uy-vien-1", 3
# Dates that move: by an extension, and by the days of a suspension.
MOVED = {"2025/2.3.che-suoi-xanh": datetime.date(2025, 12, 10), "2025/2.1.trung-tam-y-te": datetime.date(2025, 12, 22)}
# Whose minutes were of the year before, and come again as a file: the first that anybody uploads.
WITH_A_FILE = {"2025/1.3.thpt-viet-vinh": 1}
LAST_DAY = datetime.date(2026, 2, 10)


def read(path):
    with open(path, encoding="utf-8") as file:
        return list(csv.DictReader(line for line in file if not line.startswith("#")))


def quoted(text):
    return "'" + text.replace("'", "'\\''") + "'"


def item_and_unit(task):
    item, _, unit = task.split("/")[1].rpartition(".")
    return item, unit


def in_charge_of(item):
    if item == "3.1":
        return "uy-vien-3"
    for account, _, prefixes in IN_CHARGE:
        if item.startswith(prefixes):
            return account
    return None


def actor_for(task):
    """Who acts for the assignee."""
    item, unit = item_and_unit(task)
    return in_charge_of(item) if unit == "federation" else UNION_OF_A_MEMBER.get(unit, unit)


def reviewer_of(task):
    """Who reviews, and whether they have to take the review first."""
    item, unit = item_and_unit(task)
    member = in_charge_of(item)
    if unit == "federation":
        return "chu-tich", True
    if member is None or UNION_OF_A_MEMBER.get(unit) == member:
        return "pho-chu-tich" if member != "pho-chu-tich" else "chu-tich", True
    return member, False


def as_person(account, day):
    """How a line begins that this account's holder says on this day, or who acts for him."""
    away = account == AWAY and AWAY_FROM <= datetime.date.fromisoformat(str(day)) <= AWAY_UNTIL
    return f"@{IN_HIS_PLACE} --for {AWAY}" if away else f"@{account}"


def minutes(heading, lines):
    """A PDF of one page, with a font that every reader has."""
    text = f"BT /F1 16 Tf 72 760 Td ({heading}) Tj /F1 11 Tf" + "".join(f" 0 -24 Td ({line}) Tj" for line in lines) + " ET"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        f"<< /Length {len(text)} >>\nstream\n{text}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    pdf, offsets = "%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(pdf))
        pdf += f"{number} 0 obj\n{content}\nendobj\n"
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    return (f"{pdf}xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
            f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(pdf)}\n%%EOF\n").encode("ascii")


def reported(task, claim, day, file=None):
    """The flags of a report; `file`: the number of an uploaded file that is its evidence."""
    item, unit = item_and_unit(task)
    words = [f"--figure {quoted(figure)}" for figure in claim.split(";") if figure]
    if not claim:
        words.append("--narrative 'Đã thực hiện theo kế hoạch của đơn vị'")
    if item in EVIDENCE and "n/a:" not in claim:
        words.append(f"--evidence {EVIDENCE[item]}:{day:%m%d}/BC-CĐ:{day}" + (f"@{file}" if file else ""))
    if item in ("4.3", "P1"):
        words.append(f"--document {day:%m%d}/QĐ-LĐLĐ:{day}")
    return " ".join(words)


class Play:
    def __init__(self, folder, due_dates):
        self.folder = folder
        self.due = {row["item"]: datetime.date.fromisoformat(row["due_date"]) for row in due_dates if row["due_date"]}
        # (day, order within the day) → lines, or a step of its own
        self.events = []

    def at(self, day, order, kind, line, about=None):
        if day:
            day = day if isinstance(day, datetime.date) else datetime.date.fromisoformat(day)
            self.events.append((day, order, len(self.events), kind, line, about))

    def step(self, day, order, lines, vi, en):
        """A step of its own, not summed up with others."""
        self.at(day, order, "step", lines, (vi, en))

    def refused(self, day, order, reason, line, vi, en):
        self.at(day, order, "refused", [f"{reason}\t{line}"], (vi, en))

    def add_task(self, row):
        task = row["task"]
        item, _ = item_and_unit(task)
        actor = actor_for(task)
        self.at(row["acknowledged"], 0, "acknowledge", f"@{actor} acknowledge {task}", task)
        if row["reported"]:
            self.at(row["reported"], 1, "report",
                    f"@{actor} report {task} --narrative 'Đang thực hiện, khoảng một nửa khối lượng'", task)
        if row["submitted"]:
            day = datetime.date.fromisoformat(row["submitted"])
            late = item in self.due and task.startswith("2025/") and day > MOVED.get(task, self.due[item])
            flags = reported(task, row["claim"], day)
            if row["way"] == "paper":
                self.at(day, 2, "paper", f"@chu-tich record-paper {task} --received {day} {flags} "
                                         f"--evidence signed-scan:{day:%m%d}/BC-CĐ:{day}", (task, late))
            else:
                self.at(day, 2, "submit", f"@{actor} submit {task} {flags}", (task, late))
        account, takes = reviewer_of(task)
        reviewer = as_person(account, row["reviewed"] or LAST_DAY)
        take = [f"{reviewer} take-review {task}"] if takes else []
        judged = f" --reason {quoted(row['reason'])}" if not row["claim"] and row["review"] == "accept" else ""
        if row["review"] == "withdraw":
            self.at(row["reviewed"], 4, "withdraw",
                    f"@chu-tich withdraw {task} --reason {quoted(row['reason'])} --decision 30/QĐ-LĐLĐ", task)
        elif row["review"] == "return":
            self.at(row["reviewed"], 4, "return", "\n".join(
                take + [f"{reviewer} return {task} --reason {quoted(row['reason'])} --due {row['rework_due']}"]), task)
            if row["resubmitted"]:
                day = datetime.date.fromisoformat(row["resubmitted"])
                self.at(day, 2, "resubmit", f"@{actor} submit {task} {reported(task, row['result'], day)}", task)
            reviewer = as_person(account, row["accepted"])
            take = [f"{reviewer} take-review {task}"] if takes else []
            self.at(row["accepted"], 4, "accept", "\n".join(take + [f"{reviewer} accept {task}"]), task)
        elif row["review"] == "correct":
            figures = " ".join(f"--figure {quoted(figure)}" for figure in row["result"].split(";"))
            self.at(row["accepted"], 4, "correct",
                    "\n".join(take + [f"{reviewer} accept {task} {figures} --reason {quoted(row['reason'])}"]), task)
        elif row["accepted"]:
            self.at(row["accepted"], 4, "accept", "\n".join(take + [f"{reviewer} accept {task}{judged}"]), task)

    def add_inspection(self, row):
        name, unit = row["inspection"], row["unit"]
        head, members = ("ubkt-1", ["ubkt-2", "ubkt-3"]) if unit == "federation" else ("chu-nhiem", ["ubkt-1", "ubkt-2"])
        day = datetime.date.fromisoformat(row["scheduled"])
        team = " ".join(f"--member {member}" for member in members)
        self.at(day - datetime.timedelta(days=7), 5, "schedule",
                f"@chu-nhiem inspection schedule {unit} --kind {row['kind']} --date {day} --head {head} {team} "
                f"--decision {name[-2:]}/QĐ-UBKT", unit)
        notified = day - datetime.timedelta(days=4)
        self.at(notified, 5, "notify", f"@{head} inspection notify {name} --document {name[-2:]}/TB-UBKT:{notified}", unit)
        self.at(row["started"], 5, "start", f"@{head} inspection start {name}", unit)
        if row["checked_task"]:
            self.at(row["started"], 5, "check", f"@{members[0]} inspection check {name} {row['checked_task']} --confirmed", unit)
        if row["finding"]:
            about = f"--task {row['contested_task']} --contests " if row["contested_task"] else ""
            grave = "--grave " if row["grave"] else ""
            self.at(row["started"], 5, "find", f"@{members[0]} finding record {name} {about}{grave}"
                                               f"--text {quoted(row['finding'])} --remedy-due {row['remedy_due']}", unit)
        words = f"--text {quoted('Đã kiểm tra theo kế hoạch')}"
        if row["finding"]:
            words = ""  # as it was drafted and signed
            self.add_draft(name, unit, head, members, datetime.date.fromisoformat(row["concluded"]))
        conclude = f"@{head} inspection conclude {name} {words} --document {row['document']}:{row['concluded']}"
        if not row["contested_task"]:
            self.at(row["concluded"], 5, "conclude", conclude, unit)
        else:
            self.step(row["concluded"], 5, [conclude],
                      f"Kết luận cuộc {name} ({unit}) bác kết quả {row['contested_task']}: nhiệm vụ mở lại, hạn {datetime.date.fromisoformat(row['remedy_due']):%d/%m/%Y}",
                      f"Inspection {name} ({unit}) contests {row['contested_task']}: the task is reopened, due {row['remedy_due']}")
            day = datetime.date.fromisoformat(row["resubmitted"])
            reviewer, _ = reviewer_of(row["contested_task"])
            self.at(day, 2, "resubmit", f"@{actor_for(row['contested_task'])} submit {row['contested_task']} "
                                        f"{reported(row['contested_task'], row['result'], day, WITH_A_FILE.get(row['contested_task']))}",
                    row["contested_task"])
            self.step(row["accepted"], 4, [f"@{reviewer} accept {row['contested_task']}"],
                      f"Đơn vị làm lại {row['contested_task']}, {reviewer} duyệt lần hai",
                      f"The union did {row['contested_task']} again, {reviewer} accepts it a second time")
        finding, actor = f"{name}/1", UNION_OF_A_MEMBER.get(unit, unit)
        self.at(row["remedied"], 2, "remedy", f"@{actor} remedy submit {finding} --text 'Đã khắc phục'", unit)
        if row["rejected"]:
            due = datetime.date.fromisoformat(row["rejected"]) + datetime.timedelta(days=21)
            self.step(row["rejected"], 5, [f"@{members[1]} remedy reject {finding} --reason {quoted(row['rejected_reason'])} --due {due}"],
                      f"Khắc phục {finding} chưa đạt: {row['rejected_reason']}; hạn mới {due:%d/%m/%Y}",
                      f"The remedy of {finding} is not enough; due again {due}")
            self.at(row["remedied_again"], 2, "remedy", f"@{actor} remedy submit {finding} --text 'Đã nộp đủ phần còn thiếu'", unit)
        self.at(row["verified"], 5, "verify", f"@{members[1]} remedy verify {finding} --note 'Đã kiểm tra lại'", unit)

    def add_draft(self, name, unit, head, members, concluded):
        """What was found is drafted, explained by the unit and signed by the team before it is concluded."""
        drafted, explained, signed = (concluded - datetime.timedelta(days=days) for days in (4, 2, 1))
        actor = UNION_OF_A_MEMBER.get(unit, unit)
        self.at(drafted, 5, "draft", f"@{head} inspection draft-conclusion {name} --explain-by {explained} "
                                     f"--text 'Đơn vị còn thiếu sót, cần khắc phục'", unit)
        self.at(explained, 2, "explain", f"@{actor} finding explain {name}/1 --text 'Đơn vị nhận thiếu sót, sẽ khắc phục'", unit)
        for member in [head] + members:
            self.at(signed, 5, "sign", f"@{member} inspection sign {name}", unit)

    def add_urgent_document(self, tasks):
        units = [item_and_unit(row["task"])[1] for row in tasks if "/adhoc-1." in row["task"]]
        self.step(URGENT_DAY, 6, [
            "@chu-tich assign-urgent --title 'Rà soát an toàn, vệ sinh lao động mùa mưa lũ' "
            "--title-en 'Review of safety at work in the flood season' --document '45/CV-LĐLĐ:2025-07-03:LĐLĐ tỉnh' "
            "--due 2025-07-31 --decision 31/QĐ-LĐLĐ --round 2025 " + " ".join(f"--union {unit}" for unit in units)],
            f"Văn bản khẩn 45/CV-LĐLĐ của tỉnh: giao ngay cho {len(units)} doanh nghiệp, ngoài chương trình",
            f"An urgent document of the province goes to {len(units)} enterprises, outside the programme")

    def add_what_happens_in_between(self):
        """A union's own plan, a file, a pause, extensions, an absence; and figures that are kept as they were shown."""
        self.step("2025-01-15", 0, [f"@che-suoi-xanh plan submit che-suoi-xanh {quoted(str(HERE / 'che-suoi-xanh-2025-plan.csv'))} "
                                    "--round 2025 --document 05/KH-CĐ:2025-01-15"],
                  "Chè Suối Xanh gửi kế hoạch của mình cho năm 2025", "Chè Suối Xanh sends its own plan for 2025")
        file = self.folder.parent / "bien-ban-hoi-nghi-2025.pdf"
        file.write_bytes(minutes("BIEN BAN HOI NGHI", ["Truong THPT Viet Vinh, 28/03/2025", "Du lieu mau, hu cau / sample data"]))
        self.step("2025-05-20", 1, [f"@thpt-viet-vinh evidence upload {quoted(str(file))} --unit thpt-viet-vinh --kind minutes "
                                    "--document 05/BB-HN:2025-03-28"],
                  "THPT Việt Vinh tải lên biên bản đúng của năm 2025, ghi vào báo cáo nộp lại",
                  "THPT Việt Vinh uploads the minutes of the right year, and names them in its report")
        self.at("2025-06-30", 9, "shown", ["2025-06-30"],
                ("ghi lại tiến độ như đang thấy, để cuối kỳ hỏi lại", "progress is kept as it is shown, to be asked for at the end"))
        task = "2025/2.1.trung-tam-y-te"
        self.step("2025-08-25", 6, [f"@chu-tich suspend {task} --reason 'Đơn vị dồn sức chống dịch sốt xuất huyết' --decision 32/QĐ-LĐLĐ"],
                  f"Tạm dừng {task}: đơn vị dồn sức chống dịch", f"{task} is suspended: the unit fights an epidemic")
        self.step("2025-09-16", 6, [f"@chu-tich resume {task} --reason 'Đã hết dịch' --decision 33/QĐ-LĐLĐ"],
                  f"Tiếp tục {task}: hạn lùi 22 ngày đã dừng", f"{task} goes on, due 22 days later")
        task = "2025/2.3.che-suoi-xanh"
        self.step("2025-11-20", 0, [f"@che-suoi-xanh extension request {task} --due {MOVED[task]} --reason 'Lớp nâng bậc thợ học đến 03/12'",
                                    f"@uy-vien-2 extension decide {task}/1 --approve --decision 34/QĐ-LĐLĐ"],
                  "Chè Suối Xanh xin gia hạn 2.3: được, đến 10/12", "Chè Suối Xanh asks for more time for 2.3: until 10 December")
        task = "2025/2.2.lam-nghiep-song-con"
        self.step("2025-11-24", 0, [f"@lam-nghiep-song-con extension request {task} --due 2025-12-31 --reason 'Công nhân đi rừng, khó tập trung'",
                                    f"@uy-vien-2 extension decide {task}/1 --reason 'Đã giao từ đầu năm, các đội vẫn họp hằng tháng'"],
                  "Lâm nghiệp Sông Con xin gia hạn 2.2: không được", "Lâm nghiệp Sông Con asks for more time for 2.2: refused")
        self.step("2025-12-05", 6, [f"@{AWAY} delegate {HIS_POSITION} --to {IN_HIS_PLACE} --from {AWAY_FROM} --until {AWAY_UNTIL} "
                                    "--reason 'Đi công tác'"],
                  f"Phó Chủ tịch đi công tác, {IN_HIS_PLACE} làm thay từ {AWAY_FROM:%d/%m} đến {AWAY_UNTIL:%d/%m}",
                  f"The vice-chair is away, {IN_HIS_PLACE} acts for him from {AWAY_FROM} to {AWAY_UNTIL}")

    def add_refused_attempts(self, tasks):
        by_name = {row["task"]: row for row in tasks}
        self.refused("2025-03-03", 3, "NOT_YOUR_UNION",
                     "@thpt-hung-an submit 2025/1.3.thpt-viet-vinh --figure held=1 --evidence minutes:1/BB:2025-03-01",
                     "THPT Hùng An nộp thay nhiệm vụ của THPT Việt Vinh",
                     "A union submits another union's task")
        row = by_name["2025/1.3.thpt-viet-vinh"]
        self.refused(row["submitted"], 3, "POSITION_REQUIRED", f"@ubkt-1 accept {row['task']}",
                     "Kiểm tra viên duyệt báo cáo", "An inspector accepts a report")
        row = by_name["2025/4.6.khoi-mat-tran-doan-the"]
        self.refused(row["submitted"], 3, "POSITION_IN_ASSIGNEE", f"@uy-vien-4 take-review {row['task']}",
                     "Ủy viên duyệt báo cáo của đơn vị mình làm chủ tịch",
                     "A member reviews the report of the union where he is chair")
        row = by_name["2023-2028/1.6.federation"]
        self.refused(row["submitted"], 3, "AUTHOR_OF_REPORT", f"@uy-vien-1 take-review {row['task']}",
                     "Ủy viên duyệt báo cáo do chính mình lập", "A member reviews a report of his own")
        row = by_name["2025/6.2.federation"]
        self.refused(row["submitted"], 3, "AUTHOR_OF_REPORT", f"{as_person(AWAY, row['submitted'])} take-review {row['task']}",
                     "Người làm thay duyệt báo cáo mà chính Phó Chủ tịch lập",
                     "Whoever acts for the vice-chair reviews what he wrote himself")

    def words_of(self, events):
        """What happened in these events, summed up, in both languages."""
        count = collections.Counter(kind for _, _, _, kind, _, _ in events)
        handed_in, late = collections.Counter(), collections.Counter()
        for _, _, _, kind, _, about in events:
            if kind in ("submit", "paper"):
                item, _ = item_and_unit(about[0])
                handed_in[item] += 1
                late[item] += about[1]
        vi, en = [], []
        def add(number, in_vi, in_en):
            if number:
                vi.append(f"{in_vi} {number}")
                en.append(f"{number} {in_en}")
        add(count["acknowledge"], "tiếp nhận", "acknowledged")
        add(count["report"], "báo tiến độ", "in progress")
        submitted = count["submit"] + count["paper"]
        if submitted:
            by_item = [f"{item} ×{n}" + (f" (trễ {late[item]})" if late[item] else "") for item, n in handed_in.most_common(3)]
            vi.append(f"nộp {submitted}: " + ", ".join(by_item) + (", …" if len(handed_in) > 3 else ""))
            by_item = [f"{item} ×{n}" + (f" ({late[item]} late)" if late[item] else "") for item, n in handed_in.most_common(3)]
            en.append(f"{submitted} submitted: " + ", ".join(by_item) + (", …" if len(handed_in) > 3 else ""))
        add(count["paper"], "báo cáo giấy", "on paper")
        add(count["accept"] + count["correct"], "duyệt", "accepted")
        add(count["correct"], "trong đó sửa số liệu", "of them corrected")
        add(count["return"], "trả lại", "returned")
        add(count["resubmit"], "nộp lại", "submitted again")
        add(count["withdraw"], "thu hồi", "withdrawn")
        add(count["start"], "kiểm tra", "inspected")
        add(count["find"], "phát hiện", "findings")
        add(count["explain"], "giải trình", "explained")
        add(count["conclude"], "kết luận", "concluded")
        add(count["remedy"], "khắc phục", "remedied")
        add(count["verify"], "xác nhận khắc phục", "remedies verified")
        return "; ".join(vi), "; ".join(en)

    def write(self):
        self.events.sort(key=lambda event: event[:3])
        number = 0
        now = None
        waiting = []

        def write_step(lines, suffix, vi, en):
            nonlocal number
            number += 1
            name = f"{number:02}"
            (self.folder / f"{name}.{suffix}").write_text("\n".join(lines) + "\n", encoding="utf-8")
            (self.folder / f"{name}.vi").write_text(vi + "\n", encoding="utf-8")
            (self.folder / f"{name}.en").write_text(en + "\n", encoding="utf-8")

        def flush():
            nonlocal now
            if not waiting:
                return
            lines = []
            for day, _, _, _, line, _ in waiting:
                if day != now:
                    now = day
                    lines.append(f"@chu-tich clock set '{day} 08:00'")
                lines.append(line)
            vi, en = self.words_of(waiting)
            first, last = waiting[0][0], waiting[-1][0]
            days = f"{first:%d/%m/%Y}" if first == last else f"{first:%d/%m}–{last:%d/%m/%Y}"
            write_step(lines, "run", f"{days}  {vi}", f"{days}  {en}")
            waiting.clear()

        for event in self.events:
            day, _, _, kind, lines, about = event
            if waiting and (day.year, day.month) != (waiting[-1][0].year, waiting[-1][0].month):
                flush()
            if kind not in ("step", "refused", "shown"):
                waiting.append(event)
                continue
            flush()
            if day != now and kind != "shown":
                now = day
                lines = [f"@chu-tich clock set '{day} 08:00'"] + lines
            write_step(lines, "run" if kind == "step" else kind, f"{day:%d/%m/%Y}  {about[0]}", f"{day:%d/%m/%Y}  {about[1]}")
        flush()
        write_step([f"@chu-tich clock set '{LAST_DAY} 08:00'"], "run",
                   f"{LAST_DAY:%d/%m/%Y}  hết kỳ, tổng hợp", f"{LAST_DAY:%d/%m/%Y}  the year is over")


def main():
    play = Play(pathlib.Path(sys.argv[1]), read(sys.argv[2]))
    tasks = read(HERE / "bac-quang-2025-tasks.csv")
    for row in tasks:
        play.add_task(row)
    for row in read(HERE / "bac-quang-2025-inspections.csv"):
        play.add_inspection(row)
    play.add_urgent_document(tasks)
    play.add_what_happens_in_between()
    play.add_refused_attempts(tasks)
    play.write()


if __name__ == "__main__":
    main()
