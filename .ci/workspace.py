"""What .ci/run must know about the workspace, asked of cargo and of the files themselves."""

import json
import re
import subprocess
import sys
from glob import glob
from itertools import product
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = "gitlab-rca-examples"


def targets(kind):
    """The package and the target, for each target of this kind."""
    command = ["cargo", "metadata", "--format-version", "1", "--no-deps"]
    metadata = json.loads(subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE).stdout)
    for package in metadata["packages"]:
        for target in package["targets"]:
            if kind in target["kind"]:
                yield package["name"], target


def benches():
    for _, target in targets("bench"):
        print(target["name"])


def conformance():
    """The test targets whose source reads the folder `shared` beside the project."""
    found = set()
    for _, target in targets("test"):
        main = Path(target["src_path"])
        files = main.parent.rglob("*.rs") if main.name == "main.rs" else [main]
        if any("../../shared" in file.read_text(encoding="utf-8") for file in files):
            found.add(target["name"])
    print(*sorted(found), sep="\n", end="\n" if found else "")


def examples():
    """A line for each run of an example: its name, a tab, its arguments. A pattern of files is a run for each."""
    programs = sorted(target["name"] for package, target in targets("bin") if package == EXAMPLES)
    runs = {name: [] for name in programs}
    for line in (ROOT / ".ci/examples.txt").read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        name, *words = line.split()
        if name not in runs:
            sys.exit(f".ci/examples.txt names {name}, which is no program of the package {EXAMPLES}")
        choices = [sorted(glob(word, root_dir=ROOT)) if "*" in word else [word] for word in words]
        if [] in choices:
            sys.exit(f".ci/examples.txt: no file fits {line}")
        runs[name].extend(" ".join(choice) for choice in product(*choices))
    for name, lines in runs.items():
        for arguments in lines or [""]:
            print(name, arguments, sep="\t")


def embed(folder):
    """Writes a package with the manifest and the programs that README.md shows under "Embed it"."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    part = re.search(r"^## Embed it\n(.*?)(?=^## |\Z)", text, re.DOTALL | re.MULTILINE)
    blocks = re.findall(r"```(toml|rust)[^\n]*\n(.*?)```", part[1] if part else "", re.DOTALL)
    manifests = [code for language, code in blocks if language == "toml"]
    programs = [code for language, code in blocks if language == "rust"]
    if len(manifests) != 1 or not programs:
        sys.exit('README.md needs a part "Embed it" with one block of toml and at least one of rust')
    package = '[package]\nname = "embed"\nversion = "0.0.0"\nedition = "2024"\n\n[workspace]\n\n'
    (Path(folder) / "Cargo.toml").write_text(package + manifests[0], encoding="utf-8")
    for number, program in enumerate(programs, 1):
        # A block without `main` is a part of a program: it must compile just the same.
        main = "" if "fn main" in program else "\nfn main() {}\n"
        unused = "" if "fn main" in program else "#![allow(dead_code)]\n"
        (Path(folder) / f"src/bin/block_{number}.rs").write_text(unused + program + main, encoding="utf-8")
        print(f"block {number}: {sum(1 for line in program.splitlines() if line.strip())} lines")


if __name__ == "__main__":
    command, *arguments = sys.argv[1:]
    {"benches": benches, "conformance": conformance, "embed": embed, "examples": examples}[command](*arguments)
