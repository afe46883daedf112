#!/usr/bin/env bash
# Plays the demo's year with the real server and the real client, one line for each step.
#
#   deploy/demo/play.sh --bin FOLDER [--folder FOLDER] [--serve] [--lang vi|en]
#
# --bin: where phancongd, phancong and phancong-proof are. --folder: where the database, the passwords and the client's profiles go, which
# is kept; without it, a temporary folder that is removed at the end. --serve: leaves the server running, and keeps the
# folder. Leaves with 0 only if every step went as it should and the journal verifies.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
deploy=$(dirname "$here")
bin='' folder='' serve='' lang=vi keep=''
while (($# > 0)); do
  case $1 in
    --bin) bin=$(cd "$2" && pwd); shift 2 ;;
    --folder) folder=$2 keep=yes; shift 2 ;;
    --serve) serve=yes keep=yes; shift ;;
    --lang) lang=$2; shift 2 ;;
    *) sed -n '2,9p' "${BASH_SOURCE[0]}" >&2; exit 2 ;;
  esac
done
[[ -x $bin/phancongd && -x $bin/phancong && -x $bin/phancong-proof ]] ||
  { echo "--bin: phancongd, phancong, phancong-proof?" >&2; exit 2; }

umask 077
if [[ -z $folder ]]; then
  folder=$(mktemp -d "${TMPDIR:-/tmp}/phancong-demo-XXXXXX")
fi
mkdir -p "$folder"/{passwords,steps,log}
folder=$(cd "$folder" && pwd)
server=''
cleanup() {
  local code=$?
  if [[ -n $server && ( -z $serve || $code != 0 ) ]]; then
    kill -TERM "$server" 2>/dev/null || true
    wait "$server" 2>/dev/null || true
  fi
  [[ -n $keep ]] || rm -rf "$folder"
  exit "$code"
}
trap cleanup EXIT

say() { if [[ $lang == en ]]; then echo "$2"; else echo "$1"; fi; }
fail() { say "$1" "$2" >&2; exit 1; }

# The client, as one of the persons of the play.
export PHANCONG_CONFIG=$folder/profiles
as() { local profile=$1; shift; "$bin/phancong" --profile "$profile" --lang "$lang" --yes "$@"; }
new_password() { head -c 15 /dev/urandom | base32 | tr 'A-Z' 'a-z' >"$folder/passwords/$1"; }
# Lines for `run`, in which an account signs in with its one-time code and sets a password.
sign_in_line() {
  new_password "$1"
  printf '%s\n' "$2" >"$folder/passwords/$1.code"
  printf '@%s --server %s sign-in --federation bac-quang --account %s --password-file %s --new-password-file %s' \
    "$1" "$address" "$1" "$folder/passwords/$1.code" "$folder/passwords/$1"
  printf ' --fingerprint %s\n' "$fingerprint"
}
# Plays a file of lines, all of which must succeed.
play() {
  local log=$folder/log/$(basename "$1").log
  if ! "$bin/phancong" --lang "$lang" --yes run "$1" >"$log" 2>&1; then
    tail -5 "$log" >&2
    fail "Bước này lẽ ra phải được: $1" "This step should have worked: $1"
  fi
}
# Plays a line that the server must refuse with this reason: REASON LINE LOG.
refused() {
  local code=0
  "$bin/phancong" --lang "$lang" --yes run - <<<"$2" >"$3" 2>&1 || code=$?
  if ((code != 1)) || ! grep -q "$1" "$3"; then
    cat "$3" >&2
    fail "Lẽ ra phải bị từ chối với $1: $2" "This should have been refused with $1: $2"
  fi
}

# --- The stage. -------------------------------------------------------------------------------------------------------

"$bin/phancongd" --lang "$lang" init --db "$folder/phancong.db" --federation bac-quang \
  --title 'Liên đoàn Lao động huyện Bắc Quang (trình diễn)' --title-en 'Federation of Labour of Bắc Quang district (demo)' \
  --administrator quan-tri --demo --time 2025-01-02T08:00:00 >"$folder/log/init.log"
# The code comes first; the fingerprint has groups of four, too.
code=$(grep -m1 -oE '[0-9A-Z]{4}(-[0-9A-Z]{4}){3}$' "$folder/log/init.log")
fingerprint=$(grep -oE '([0-9A-F]{4}-){15}[0-9A-F]{4}' "$folder/log/init.log")
touch "$folder/log/phancongd.log"
setsid "$bin/phancongd" --lang "$lang" serve --db "$folder/phancong.db" --listen 127.0.0.1:0 \
  >>"$folder/log/phancongd.log" 2>&1 </dev/null &
server=$!
# The server logs its port when it listens; where it ends instead, so does tail.
port=$(grep -m1 -oE 'port [0-9]+' < <(tail --pid="$server" -n +1 -F "$folder/log/phancongd.log" 2>/dev/null)) ||
  { cat "$folder/log/phancongd.log" >&2; fail 'Máy chủ không chạy được' 'The server did not start'; }
address=127.0.0.1:${port#port }
say "02/01/2025  lập cơ sở dữ liệu trình diễn, máy chủ nghe ở $address, mã hóa TLS 1.3" \
  "02/01/2025  a demo database, served on $address over TLS 1.3"

sign_in_line quan-tri "$code" >"$folder/steps/sign-in-1"
play "$folder/steps/sign-in-1"
: >"$folder/steps/sign-in-2"
while IFS=: read -r account name position; do
  code=$(as quan-tri account create "$account" --name "$name" -o json | sed -n 's/.*"one_time_code": *"\([^"]*\)".*/\1/p')
  sign_in_line "$account" "$code" >>"$folder/steps/sign-in-2"
  as quan-tri position give "$account" "$position" >>"$folder/log/positions.log"
done <<'END'
chu-tich:Nguyễn Thị Chủ:standing-committee-chair
pho-chu-tich:Trần Văn Phó:standing-committee-vice-chair
uy-vien-1:Lý Thị Một:standing-committee-member
uy-vien-2:Hoàng Văn Hai:standing-committee-member
uy-vien-3:Nông Thị Ba:standing-committee-member
uy-vien-4:Đặng Văn Tư:standing-committee-member
uy-vien-5:Phàn Thị Năm:standing-committee-member
chu-nhiem:Vũ Văn Kiểm:inspection-committee-chair
ubkt-1:Bùi Thị Tra:inspection-committee-member
ubkt-2:Lục Văn Soát:inspection-committee-member
ubkt-3:Mai Thị Xét:inspection-committee-member
uy-vien-bch:Triệu Văn Hành:executive-committee-member
noi-nhan:LĐLĐ tỉnh (nơi nhận):reader
END
play "$folder/steps/sign-in-2"
# The chair of the Inspection Committee sits on the Standing Committee, as the statutes have it.
as quan-tri position give chu-nhiem standing-committee-member >>"$folder/log/positions.log"
say '02/01/2025  quản trị tạo 13 tài khoản của Ban Thường vụ, Ủy ban Kiểm tra, Ban Chấp hành, nơi nhận' \
  '02/01/2025  the administrator makes 13 accounts for the federation'

{
  as chu-tich calendar load "$deploy/programmes/calendar-vn.textproto" --decision 01/QĐ-LĐLĐ
  as chu-tich programme load "$deploy/programmes/bac-quang-2023-2028.textproto" --decision 01/NQ-BCH
  as chu-tich union import "$deploy/sample/bac-quang-unions.csv" --decision 02/QĐ-LĐLĐ --as-of 01/01/2025
} >"$folder/log/programme.log"
say '02/01/2025  Chủ tịch nạp lịch làm việc, chương trình 2023–2028 (25 chỉ tiêu, 9 kế hoạch, 38 nhiệm vụ), danh bạ đơn vị' \
  '02/01/2025  the chair loads the working calendar, the programme (25 indicators, 9 plans, 38 duties), the unions'

# One member chairs a union too; all other unions get an account for their chair.
as quan-tri position give uy-vien-4 union-chair --union khoi-mat-tran-doan-the >>"$folder/log/positions.log"
as quan-tri account create-unions -o csv >"$folder/union-codes.csv"
: >"$folder/steps/sign-in-3"
while read -r account code; do
  sign_in_line "$account" "$code" >>"$folder/steps/sign-in-3"
done < <(python3 -c '
import csv, sys
for row in csv.DictReader(open(sys.argv[1], encoding="utf-8-sig")):
    print(row["account.name"].rpartition("/")[2], row["one_time_code"])' "$folder/union-codes.csv")
play "$folder/steps/sign-in-3"
say "02/01/2025  $(wc -l <"$folder/steps/sign-in-3") chủ tịch công đoàn cơ sở nhận mã dùng một lần, đặt mật khẩu, đăng nhập" \
  "02/01/2025  $(wc -l <"$folder/steps/sign-in-3") union chairs sign in with one-time codes and set passwords"

for charge in uy-vien-1:representation uy-vien-2:communication uy-vien-3:emulation uy-vien-3:digital \
  uy-vien-4:organisation uy-vien-5:women pho-chu-tich:finance chu-nhiem:inspection; do
  as chu-tich responsibility assign "${charge%:*}" --field "${charge#*:}" --decision 03/QĐ-BTV
done >"$folder/log/responsibilities.log"
{
  as chu-tich round draft 2023-2028 --population-date 01/01/2025
  as chu-tich round issue 2023-2028 --decision 04/QĐ-BTV
  as chu-tich round draft 2025 --population-date 01/01/2025 --due 1.3=31/03/2025 --due 3.1.8=15/03/2025
  as chu-tich round issue 2025 --decision 05/QĐ-BTV
} >"$folder/log/rounds.log"
as chu-tich round show 2025 -o csv >"$folder/round-2025.csv"
say "02/01/2025  phân công phụ trách 8 lĩnh vực; giao đợt nhiệm kỳ và đợt 2025: $(grep -c . "$folder/round-2025.csv") mục" \
  '02/01/2025  members are put in charge of 8 fields; the rounds of the term and of 2025 are issued'

{
  as ubkt-1 inspection plan draft 2023-2028 --document 01/CTr-UBKT:02/01/2025 \
    --content 'Mỗi năm kiểm tra tài chính ít nhất 30% đơn vị hành chính, sự nghiệp và 25% doanh nghiệp, chọn mẫu công khai'
  as chu-tich inspection plan approve 2023-2028 --decision 07/QĐ-BTV
} >"$folder/log/inspection-programme.log"
say '02/01/2025  Ủy ban Kiểm tra trình chương trình kiểm tra toàn khóa, Ban Thường vụ phê duyệt' \
  '02/01/2025  the Inspection Committee drafts its programme of the term, the Standing Committee approves it'

# --- The year. --------------------------------------------------------------------------------------------------------

python3 "$here/play.py" "$folder/steps" "$folder/round-2025.csv"
for words in "$folder"/steps/*."$lang"; do
  step=${words%."$lang"}
  if [[ -f $step.run ]]; then
    play "$step.run"
    cat "$words"
    continue
  fi
  if [[ -f $step.shown ]]; then
    shown=$(<"$step.shown")
    as noi-nhan progress 2025 -o csv >"$folder/shown.csv"
    cat "$words"
    continue
  fi
  while IFS=$'\t' read -r reason line; do
    if [[ -z $line ]]; then
      printf '%s\n' "$reason" >"$step.clock"
      play "$step.clock"
      continue
    fi
    refused "$reason" "$line" "$step.log"
    say "$(<"$words"): bị từ chối ($reason)" "$(<"$words"): refused ($reason)"
  done <"$step.refused"
done

# --- The settlement went up; a union rates itself. -----------------------------------------------------------------

{
  as chu-tich settlement record 2025 --sent 20/12/2025 --document 98/BC-LĐLĐ:20/12/2025
  as thpt-viet-vinh rating self thpt-viet-vinh --round 2025 --points organisation=9 --points initiative=8
  # As claimed and as computed: anything else would be refused without a reason.
  as pho-chu-tich rating decide thpt-viet-vinh --round 2025 --points indicators=35 --points duties=15 \
    --points punctuality=12 --points organisation=9 --points initiative=8 --decision 06/QĐ-BTV
} >"$folder/log/rating.log"
say '10/02/2026  ghi ngày gửi quyết toán; THPT Việt Vinh tự xếp loại, Phó Chủ tịch quyết định: 79/100 điểm, hoàn thành tốt' \
  '10/02/2026  the day of the settlement is recorded; THPT Việt Vinh rates itself, and is rated: 79 of 100 points, good'

# --- The year is closed: what is open is settled, the figures are sealed, the report goes up. ------------------------

refused TASKS_OPEN '@chu-tich round seal 2025 --decision 09/QĐ-BTV' "$folder/log/seal-refused.log"
as chu-tich task list --round 2025 --timing overdue -o csv >"$folder/overdue.csv"
# The first field of each row is the task's name.
sed -n "2,\$s/^\([^,]*\),.*/@chu-tich close-not-met \1 --reason 'Hết kỳ, đơn vị không nộp báo cáo'/p" "$folder/overdue.csv" \
  >"$folder/steps/close"
play "$folder/steps/close"
as chu-tich round seal 2025 --decision 09/QĐ-BTV >"$folder/log/seal.log"
say "10/02/2026  khóa sổ năm 2025: bị từ chối (TASKS_OPEN); ghi không hoàn thành $(wc -l <"$folder/steps/close") nhiệm vụ, rồi khóa sổ" \
  "10/02/2026  the year is not sealed (TASKS_OPEN) before $(wc -l <"$folder/steps/close") tasks are closed as not met; then it is"
refused PERIOD_SEALED '@xa-huu-san submit 2025/1.3.xa-huu-san --figure held=1 --evidence minutes:1/BB:2025-03-30' \
  "$folder/log/sealed.log"
say '10/02/2026  xã Hữu Sản nộp báo cáo vào năm đã khóa sổ: bị từ chối (PERIOD_SEALED)' \
  '10/02/2026  Hữu Sản submits into the sealed year: refused (PERIOD_SEALED)'
{
  as chu-tich period-report issue 2025 --title 'Báo cáo kết quả thực hiện chương trình năm 2025' \
    --document 12/BC-LĐLĐ:10/02/2026 --as-of 10/02/2026 --to 'LĐLĐ tỉnh' --to 'Huyện ủy'
  as chu-tich round draft 2026 --population-date 01/01/2026 --due 1.3=31/03/2026 --due 3.1.8=10/03/2026
  as chu-tich round issue 2026 --decision 10/QĐ-BTV
  as pho-chu-tich restate 2025/2.1.thcs-vo-diem --in 2026 --figure informed=40/42 --decision 11/QĐ-BTV \
    --reason 'Hai người trong danh sách đã chuyển công tác từ tháng 9'
} >"$folder/log/year-after.log"
say '10/02/2026  báo cáo năm gửi LĐLĐ tỉnh, Huyện ủy; giao đợt 2026; điều chỉnh một số liệu của 2025, ghi ở 2026' \
  '10/02/2026  the report goes up; the round of 2026 is issued; a figure of 2025 is restated, in the round of 2026'
as noi-nhan progress 2025 --as-of "$shown" -o csv >"$folder/shown-again.csv"
cmp "$folder/shown.csv" "$folder/shown-again.csv" >&2 ||
  fail "Số liệu đến ngày $shown lẽ ra phải như đã thấy" "The figures of $shown should be as they were shown"
say "10/02/2026  hỏi lại tiến độ đến ngày ${shown:8:2}/${shown:5:2}/${shown:0:4}: đúng như đã thấy hôm đó" \
  "10/02/2026  progress as of $shown is what was shown on that day"

# --- The next year's inspections are planned and drawn, for everybody to see. --------------------------------------

# Draws again as anybody may who has the file: with no profile, no session and no server.
replay() { PHANCONG_CONFIG=$folder/nobody "$bin/phancong" --lang "$lang" inspection draw --replay "$1"; }

{
  as ubkt-1 inspection plan draft 2026 --document 01/KH-UBKT:10/02/2026 \
    --content 'Kiểm tra tài chính 30% đơn vị hành chính, sự nghiệp và 25% doanh nghiệp' \
    --risk 'benh-vien-da-khoa-khu-vuc=Phát hiện nghiêm trọng khi kiểm tra năm 2025'
  as chu-tich inspection plan approve 2026 --decision 08/QĐ-BTV
  as chu-nhiem inspection draw 2026
} >"$folder/log/inspection-plan.log"
as noi-nhan inspection draw show 2026 -o json >"$folder/draw-2026.json"
python3 - "$folder" <<'END'
import json, sys
draw = json.load(open(sys.argv[1] + "/draw-2026.json", encoding="utf-8"))
stratum = draw["draw"]["strata"][0]
open(sys.argv[1] + "/drawn", "w", encoding="utf-8").write(stratum["sample"][1])
taken = set(stratum["sample"])
stratum["sample"][1] = next(unit["id"] for unit in stratum["population"] if unit["id"] not in taken)
json.dump(draw, open(sys.argv[1] + "/draw-2026-other.json", "w", encoding="utf-8"))
END
replay "$folder/draw-2026.json" >"$folder/log/replay.log" ||
  fail 'Chọn lại lẽ ra phải được đúng danh sách đã công bố' 'Drawing again should have given the published list'
if replay "$folder/draw-2026-other.json" >"$folder/log/replay-other.log" 2>&1; then
  fail 'Danh sách bị tráo lẽ ra phải bị phát hiện' 'A list of which one was exchanged should have been found out'
fi
as chu-nhiem inspection schedule "$(<"$folder/drawn")" --plan 2026 --kind finance --date 24/02/2026 --head ubkt-1 \
  --member ubkt-2 --member ubkt-3 --decision 01/QĐ-UBKT >>"$folder/log/inspection-plan.log"
say '10/02/2026  kế hoạch kiểm tra 2026 được phê duyệt, chọn mẫu công khai 18 đơn vị; nơi nhận chọn lại: khớp, danh sách bị tráo: lộ' \
  '10/02/2026  the plan of 2026 is approved and drawn, 18 units; whoever draws again gets the same, and finds an exchange'

# --- The evidence of the year goes up, and is checked where there is no server. -------------------------------------

key=$(grep -m1 -oE 'phancong/federations/[^ ]+' "$folder/log/init.log")
{
  as chu-tich proof-pack export 2025 --to "$folder/pack-2025"
  as chu-nhiem proof-pack export 2026 --to "$folder/pack-2026"
} >"$folder/log/proof-pack.log"
# As the province does, who knows the journal's key.
prove() { (cd / && env -i "$bin/phancong-proof" "$1" --key "$key" --lang "$lang"); }
prove "$folder/pack-2025" >"$folder/log/proof.log" ||
  fail 'Bộ chứng cứ năm 2025 lẽ ra phải đúng' 'The proof pack of 2025 should have been right'
say '10/02/2026  bộ chứng cứ năm 2025 gửi LĐLĐ tỉnh, tỉnh tự kiểm tra và tính lại 25 chỉ tiêu, không cần máy chủ: đúng' \
  '10/02/2026  the proof pack of 2025 goes up; the province computes the 25 indicators again, with no server: right'

# --- How far the programme is. ----------------------------------------------------------------------------------------

as chu-tich progress 2025 -o csv >"$folder/indicators.csv"
as chu-tich timeliness 2025 -o csv >"$folder/timeliness.csv"
echo
say '25 CHỈ TIÊU, NĂM 2025' 'THE 25 INDICATORS IN 2025'
as chu-tich progress 2025
echo
say 'ĐÚNG HẠN, TRỄ HẠN: nhiệm vụ của đợt 2025' 'ON TIME, LATE: tasks of the round of 2025'
as chu-tich timeliness 2025
echo
say 'KIỂM TRA: số đơn vị phải đủ trong năm 2025, và mẫu của năm 2026 chọn lại' \
  'INSPECTIONS: the quotas of 2025, and the sample of 2026 drawn again'
as chu-tich coverage 2025
tail -3 "$folder/log/replay.log"
echo
say 'ĐỐI CHIẾU SỔ GHI (phancongd verify)' 'VERIFY (phancongd verify)'
"$bin/phancongd" --lang "$lang" verify --db "$folder/phancong.db"

if [[ -n $serve ]]; then
  echo
  say "Máy chủ vẫn chạy ở $address (dừng: kill $server). Dữ liệu, mật khẩu, hồ sơ: $folder" \
    "The server goes on at $address (stop it: kill $server). Data, passwords, profiles: $folder"
  say 'Đăng nhập (mật khẩu đọc từ tệp), rồi thử: task list, progress 2025, task actions …' \
    'Sign in (the password is read from the file), then try: task list, progress 2025, task actions …'
  for who in chu-tich:'Ban Thường vụ / Standing Committee' thpt-viet-vinh:'Công đoàn cơ sở / union' \
    chu-nhiem:'Ủy ban Kiểm tra / Inspection Committee'; do
    printf '  # %s\n  %s --profile %s --server %s sign-in --federation bac-quang --account %s --password-file %s' "${who#*:}" \
      "$bin/phancong" "${who%%:*}" "$address" "${who%%:*}" "$folder/passwords/${who%%:*}"
    printf ' \\\n    --fingerprint %s\n' "$fingerprint"
  done
fi
