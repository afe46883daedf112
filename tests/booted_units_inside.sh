#!/usr/bin/env bash
# What booted_units.sh does in its container, as deploy/OPERATIONS.md and deploy/EVIDENCE.md say, as root. /trial: the
# programs and the folder deploy.
set -euo pipefail
cd /trial

step() { printf '== %s\n' "$*"; }
fail() {
  printf 'failed: %s\n' "$*"
  journalctl --no-pager -n 60 -u 'phancong*' || true
  exit 1
}
trap 'fail "line $LINENO"' ERR
as() { local user=$1; shift; runuser -u "$user" -- "$@"; }
# Whatever is asked comes to pass within so many seconds.
within() {
  local left=$(($1 * 10)); shift
  until "$@"; do
    ((left-- > 0)) || fail "did not come: $*"
    sleep 0.1
  done
}
pid() { systemctl show -p MainPID --value phancongd; }
serves() { phancong --config /root/profiles whoami >/trial/said 2>&1; }
serves_as_another() { local now; now=$(pid); [[ $now != 0 && $now != "$1" ]] && serves; }

step install
install -m 755 phancongd phancong /usr/local/bin/
useradd --system --home-dir /var/lib/phancong --shell /usr/sbin/nologin phancong
install -d -o phancong -g phancong -m 700 /var/lib/phancong

step init
as phancong phancongd init --db /var/lib/phancong/phancong.db --federation bac-quang \
  --title 'Liên đoàn Lao động huyện Bắc Quang' --administrator quan-tri >init
code=$(grep -oE '[A-Z0-9]{4}(-[A-Z0-9]{4}){3}$' init | head -1)
fingerprint=$(grep -oE '[A-F0-9]{4}(-[A-F0-9]{4}){15}' init)

step 'enable, start'
cp deploy/phancongd.service /etc/systemd/system/
systemctl daemon-reload
systemctl enable --now phancongd
umask 077
printf '%s\n' "$code" >code
head -c 15 /dev/urandom | base32 >password
listens() { phancong --config /root/profiles server trust --server 127.0.0.1:7443 --fingerprint "$fingerprint"; }
within 20 listens >said 2>&1
phancong --config /root/profiles sign-in --server 127.0.0.1:7443 --federation bac-quang --account quan-tri \
  --password-file code --new-password-file password
serves || fail "$(cat said)"
systemctl is-enabled phancongd

step 'what it is kept from'
server=$(pid)
status() { awk -v key="$1:" '$1 == key { print $2 }' "/proc/$server/status"; }
[[ $(status Uid) == "$(id -u phancong)" ]] || fail "user $(status Uid)"
[[ $(status CapEff) == 0000000000000000 && $(status CapBnd) == 0000000000000000 ]] || fail capabilities
[[ $(status NoNewPrivs) == 1 && $(status Seccomp) == 2 ]] || fail 'no new privileges, system calls'
inside() { nsenter --target "$server" --mount -- "$@"; }
if inside touch /etc/written 2>said; then fail 'it can write to /etc'; fi
grep -q 'Read-only' said
[[ -z $(inside ls -A /home) && -z $(inside ls -A /root 2>/dev/null) ]] || fail 'it sees homes'
if inside test -e /dev/sda || inside test -e /dev/kmsg; then fail 'it sees devices'; fi
inside touch /var/lib/phancong/writable && rm /var/lib/phancong/writable
[[ $(stat -c %a /var/lib/phancong/phancong.db) == 600 ]] || fail 'others read the database'

step 'killed, it comes again'
systemctl kill -s KILL phancongd
within 20 serves_as_another "$server"

step 'restarted, the session goes on'
server=$(pid)
systemctl restart phancongd
within 20 serves_as_another "$server"

step 'mail, its password from a credential'
install -d -m 755 /etc/phancong
head -c 15 /dev/urandom | base32 >/etc/phancong/smtp-password
mkdir -p /etc/systemd/system/phancongd.service.d
cp deploy/phancongd.service.d/mail.conf /etc/systemd/system/phancongd.service.d/
server=$(pid)
systemctl daemon-reload
systemctl restart phancongd
within 20 serves_as_another "$server"
! tr '\0' ' ' <"/proc/$(pid)/cmdline" | grep -qF "$(cat /etc/phancong/smtp-password)" || fail 'password in arguments'
! journalctl --no-pager -u phancongd | grep -qF "$(cat /etc/phancong/smtp-password)" || fail 'password in the log'

step backup
install -d -o phancong -g phancong -m 700 /var/backups/phancong
cp deploy/phancongd-backup.service deploy/phancongd-backup.timer /etc/systemd/system/
systemctl daemon-reload
systemctl enable --now phancongd-backup.timer
systemctl list-timers --no-pager phancongd-backup.timer | grep -q phancongd-backup.service
systemctl start phancongd-backup.service
backup=$(ls -d /var/backups/phancong/2*)
[[ -f $backup/backup.txt ]] || fail 'no backup'
serves || fail 'not served beside a backup'

step restore
systemctl stop phancongd
[[ $(systemctl show -p Result --value phancongd) == success ]] || fail 'did not stop as it should'
as phancong sh -c 'cd /var/lib/phancong && mkdir cu && mv -t cu phancong.db $(ls phancong.db-wal phancong.db-shm 2>/dev/null)'
as phancong phancongd restore --db /var/lib/phancong/phancong.db --from "$backup"
as phancong phancongd verify --db /var/lib/phancong/phancong.db
systemctl start phancongd
signs_in() {
  phancong --config /root/profiles sign-in --server 127.0.0.1:7443 --federation bac-quang --account quan-tri \
    --password-file password
}
within 20 signs_in >said 2>&1
serves || fail "$(cat said)"

step witness
useradd --system --home-dir /var/lib/phancong-witness --shell /usr/sbin/nologin phancong-witness
install -d -o phancong-witness -g phancong-witness -m 700 /var/lib/phancong-witness
witness() { as phancong-witness phancong --config /var/lib/phancong-witness "$@"; }
witness witness key --name ldld-ha-giang.witness
key=$(witness witness key --name ldld-ha-giang.witness 2>/dev/null | grep -E '^ldld-ha-giang.witness\+' || true)
phancong --config /root/profiles --yes account create chu-tich --name 'Nguyễn Thị Chủ' >account
phancong --config /root/profiles --yes position give chu-tich standing-committee-chair
grep -oE '[A-Z0-9]{4}(-[A-Z0-9]{4}){3}' account | head -1 >chair.code
head -c 15 /dev/urandom | base32 >chair.password
phancong --config /root/chair sign-in --server 127.0.0.1:7443 --federation bac-quang --account chu-tich \
  --fingerprint "$fingerprint" --password-file chair.code --new-password-file chair.password
[[ -n $key ]] || fail 'the key of a witness is not shown again'
phancong --config /root/chair --yes witness name "$key" --decision 20/QĐ-LĐLĐ
witness server trust --server 127.0.0.1:7443 --fingerprint "$fingerprint"
sed 's/phancong.example.vn:7443/127.0.0.1:7443/' deploy/phancong-witness.service >/etc/systemd/system/phancong-witness.service
cp deploy/phancong-witness.timer /etc/systemd/system/
systemctl daemon-reload
systemctl enable --now phancong-witness.timer
systemctl start phancong-witness.service
journalctl --no-pager -u phancong-witness.service | grep -q '✓' || fail 'nothing was signed'

step stop
systemctl stop phancongd
[[ $(systemctl show -p Result --value phancongd) == success ]] || fail 'did not stop as it should'
! journalctl --no-pager -u phancongd | grep -E 'level=error|killed by|SIGSYS' || fail 'errors in the log'
echo 'everything passed'
