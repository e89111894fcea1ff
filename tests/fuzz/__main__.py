"""Fuzz whatever reads, with atheris, which watches where each input leads: `python -m tests.fuzz [TARGET...]
[-runs=N | -max_total_time=S]`. Without a target all are run, one after another; each gets the runs or seconds named.

A finding ends its target; the input that caused it is kept in the folder that is printed.
"""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path
from typing import Final

SECONDS: Final = 20
"""For each target, unless something else is said."""
LIMITS: Final = ("-timeout=30", "-rss_limit_mb=2048", "-print_final_stats=1", "-verbosity=0")


def main(words: list[str]) -> int:
    """Run the targets that are named, or all; 1 if there was a finding."""
    if find_spec("atheris") is None:
        print("Fuzzing needs atheris, which is not installed: pip install 'atheris>=2.3'", file=sys.stderr)
        return 2
    options = [word for word in words if word.startswith("-")] or [f"-max_total_time={SECONDS}"]
    named = [word for word in words if not word.startswith("-")]
    if len(named) == 1:
        fuzz(named[0], options)
    from tests.fuzz.targets import TARGETS

    unknown = [name for name in named if name not in TARGETS]
    if unknown:
        print(f"There is no target {unknown[0]!r}; targets: {', '.join(TARGETS)}.", file=sys.stderr)
        return 2
    found = [name for name in named or TARGETS if subprocess.run([sys.executable, "-m", "tests.fuzz", name, *options]).returncode]
    print(f"Findings in: {', '.join(found)}." if found else "No findings.")
    return int(bool(found))


def fuzz(name: str, options: list[str]) -> None:
    """Fuzz one target; it ends the process."""
    import atheris

    with atheris.instrument_imports(include=["ngomap"]):
        from tests.fuzz.mutating import LONGEST, mutated
        from tests.fuzz.rule import keeps_the_rule
        from tests.fuzz.targets import TARGETS, warm_up
    if name not in TARGETS:
        print(f"There is no target {name!r}; targets: {', '.join(TARGETS)}.", file=sys.stderr)
        sys.exit(2)
    warm_up()
    target = TARGETS[name]
    seeds = list(target.seeds())
    folder = Path(tempfile.mkdtemp(prefix=f"fuzz-{name.replace(' ', '-')}-"))
    (folder / "corpus").mkdir()
    for number, seed in enumerate(seeds):
        (folder / "corpus" / f"seed-{number}").write_bytes(seed)

    def change(data: bytes, longest: int, seed: int) -> bytes:
        chance = random.Random(seed)
        out = mutated(data, chance, seeds) if chance.random() < 0.7 else atheris.Mutate(data, longest)
        return bytes(out[:longest])

    def read(data: bytes) -> None:
        keeps_the_rule(target.read, data)

    print(f"{name}: findings go to {folder}", flush=True)
    keep = [f"-artifact_prefix={folder}/", f"-max_len={LONGEST}", *LIMITS]
    atheris.Setup([sys.argv[0], *keep, *options, str(folder / "corpus")], read, custom_mutator=change)
    atheris.Fuzz()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
