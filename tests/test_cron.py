"""`ward cron`: what it prints is what cron and systemd take; what it writes, it writes once."""

import shutil
import subprocess
import sys
from configparser import RawConfigParser
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from scraper.cli import main
from scraper.scheduling import Schedule, crontab_line, units, with_line

AWKWARD = Path("/srv/ward archive/100% $HOME")
needs_systemd = pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="needs Debian's systemd")


def schedule(data: Path = Path("/srv/ward"), user: str = "daemon", contact: str = "") -> Schedule:
    return Schedule("05", "17", Path("/usr/bin/true"), data, contact, user)


def settings(text: str) -> RawConfigParser:
    """A unit as INI; of a key that is there twice, the last."""
    parser = RawConfigParser(strict=False, delimiters="=")
    parser.optionxform = str  # type: ignore[method-assign,assignment]
    parser.read_string(text)
    return parser


def cron(*arguments: str, **environment: str) -> Result:
    return CliRunner().invoke(main, ["cron", *arguments], env=environment, prog_name="ward")


def test_show_prints_the_line_and_the_units(tmp_path: Path) -> None:
    said = cron("show", "--at", "3:05", "--data", str(tmp_path)).output
    assert "\n5 3 * * * /" in said
    assert f"ward crawl --data {tmp_path} > {tmp_path}/crawl.log 2>&1 || cat {tmp_path}/crawl.log" in said
    assert "# /etc/systemd/system/ward-archive.service\n[Unit]" in said
    assert "OnCalendar=*-*-* 03:05:00" in said
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("at", ["5", "24:00", "12:60", "-1:00", "05:1", "noon"])
def test_a_time_that_is_none_is_wrong_usage(at: str) -> None:
    said = cron("show", "--at", at)
    assert (said.exit_code, "should be a time of the day such as 05:17" in said.output) == (2, True)


def test_the_line_is_read_by_cron_and_shell_as_it_is_meant() -> None:
    line = crontab_line(schedule(AWKWARD, contact="a b"))
    assert line.startswith("17 5 * * * /usr/bin/true crawl --data ")
    assert line.count("%") == line.count(r"\%")
    command = line.split(" ", 5)[5].replace(r"\%", "%").replace("/usr/bin/true", "printf '%s|'").partition(" > ")[0]
    said = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=True).stdout
    assert said == f"crawl|--data|{AWKWARD}|--contact|a b|"


def test_the_line_replaces_its_own_and_no_other() -> None:
    line, later = crontab_line(schedule()), crontab_line(Schedule("21", "00", Path("/x"), Path("/srv/ward"), "", "a"))
    other = crontab_line(schedule(Path("/srv/ward2")))
    assert with_line("", line) == f"{line}\n"
    assert with_line("MAILTO=a@b.vn\n0 1 * * * backup", line) == f"MAILTO=a@b.vn\n0 1 * * * backup\n{line}\n"
    before = f"# mine\n{line}\n{other}\n0 1 * * * backup\n"
    assert with_line(before, line) == before
    assert with_line(before, later) == before.replace(line, later)


@pytest.mark.parametrize("own", [False, True])
def test_the_service_may_write_to_its_data_folder_alone(own: bool) -> None:
    service = settings(units(schedule(AWKWARD), own)["ward-archive.service"])["Service"]
    assert service["ExecStart"] == '/usr/bin/true crawl --data "/srv/ward archive/100%% $$HOME"'
    assert service["ReadWritePaths"] == '"/srv/ward archive/100%% $HOME"'
    assert (service["ProtectSystem"], service["NoNewPrivileges"]) == ("strict", "yes")
    assert service["RestrictAddressFamilies"] == "AF_INET AF_INET6 AF_UNIX"
    assert service.get("User") == (None if own else "daemon")
    assert service.get("CapabilityBoundingSet") == (None if own else "")
    assert int(service["TimeoutStopSec"]) > 10
    assert service["SuccessExitStatus"] == "75 130"


def test_the_timer_makes_up_for_a_day_that_was_missed() -> None:
    timer = settings(units(schedule())["ward-archive.timer"])
    assert timer["Timer"]["OnCalendar"] == "*-*-* 05:17:00"
    assert timer["Timer"]["Persistent"] == "true"
    assert timer["Install"]["WantedBy"] == "timers.target"


def test_an_archive_at_home_or_in_tmp_is_reached() -> None:
    assert "ProtectHome=read-only" in units(schedule(Path("/home/lan/data")))["ward-archive.service"]
    assert "PrivateTmp=no" in units(schedule(Path("/tmp/data")))["ward-archive.service"]  # noqa: S108


@needs_systemd
@pytest.mark.parametrize("data", ["/srv", "/srv/ward archive/100% $HOME"])
@pytest.mark.parametrize("own", [False, True])
def test_systemd_takes_the_units(tmp_path: Path, data: str, own: bool) -> None:
    paths = [tmp_path / name for name in units(schedule())]
    for path, text in zip(paths, units(schedule(Path(data)), own).values(), strict=True):
        path.write_text(text, encoding="utf-8")
    command = ["systemd-analyze", "verify", "--man=no", *map(str, paths)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@needs_systemd
def test_systemd_finds_the_service_hardened(tmp_path: Path) -> None:
    service = tmp_path / "ward-archive.service"
    service.write_text(units(schedule())[service.name], encoding="utf-8")
    command = ["systemd-analyze", "security", "--offline=true", "--threshold=20", "--no-pager", str(service)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_install_writes_the_users_units_and_says_how_to_start_them(tmp_path: Path) -> None:
    said = cron("install", "--user", "--data", str(tmp_path / "data"), HOME=str(tmp_path))
    assert said.exit_code == 0, said.output
    units_ = tmp_path / ".config/systemd/user"
    assert {path.name for path in units_.iterdir()} == {"ward-archive.service", "ward-archive.timer"}
    assert f"wrote {units_}/ward-archive.timer" in said.output
    assert "systemctl --user daemon-reload && systemctl --user enable --now ward-archive.timer" in said.output
    assert (tmp_path / "data").is_dir()


def test_what_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    (tmp_path / ".config").write_text("a file")
    said = cron("install", "--user", "--data", str(tmp_path), HOME=str(tmp_path))
    units_ = f"{tmp_path}/.config/systemd/user"
    assert (said.exit_code, said.output) == (1, f"Error: cannot write {units_}: Not a directory\n")


def test_no_cron_is_one_line(tmp_path: Path) -> None:
    said = cron("install", "--data", str(tmp_path), PATH=str(tmp_path))
    assert said.exit_code == 1
    assert said.output.startswith("Error: no program `crontab` here: install cron")
    assert said.output.count("\n") == 1


@pytest.mark.skipif(not shutil.which("crontab"), reason="needs Debian's cron")
def test_a_real_crontab_takes_the_line_and_holds_it_once(tmp_path: Path) -> None:
    """With a spool of its own, so that the crontab of whoever runs this is not touched."""
    ward = f"{sys.executable} -c 'from scraper.cli import main; main()' cron install --data {tmp_path}"
    script = f"""
mount -t tmpfs tmpfs /var/spool && mkdir -p /var/spool/cron/crontabs || exit 99
echo '0 1 * * * backup' | crontab - && {ward} && {ward} --at 6:00 && crontab -l"""
    done = subprocess.run(
        ["unshare", "--map-root-user", "--mount", "sh", "-c", script], capture_output=True, text=True, check=False
    )
    if done.returncode == 99 or "unshare" in done.stderr:
        pytest.skip(f"may not make a spool of its own: {done.stderr}")
    assert done.returncode == 0, done.stderr
    assert "added in your crontab:\n17 5 * * * " in done.stdout
    assert "replaced in your crontab:\n0 6 * * * " in done.stdout
    *_, backup, ours = done.stdout.splitlines()
    assert (backup, ours.startswith("0 6 * * * ")) == ("0 1 * * * backup", True)
