"""On a Dask cluster the reports are those of this machine, also when a worker is lost."""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from ..cli.test_validate import SMALL
from ..oracles import ROOT

#: Starts a cluster, validates on it, kills a worker meanwhile; prints the reports of both.
PROGRAM = """
import os, signal, sys
from pathlib import Path
from distributed import LocalCluster
from tei_tools.flows.choice import ValidationOptions
from tei_tools.flows.cluster import validate_on_cluster
from tei_tools.flows.validation import validate_files

def main():
    files = sorted(Path().glob("*.xml"))
    options = ValidationOptions()
    here = [(each.path, each.findings) for each in validate_files(files, options)]
    settings = dict(n_workers=2, threads_per_worker=1, dashboard_address=None)
    with LocalCluster(**settings, silence_logs=50) as cluster:
        pids = cluster.scheduler_info["workers"]
        there = []
        for report in validate_on_cluster(files, options, cluster.scheduler_address):
            if not there:
                victim = next(iter(cluster.workers.values()))
                os.kill(victim.pid, signal.SIGKILL)
            there.append((report.path, report.findings))
    assert here == there, (here, there)
    print(len(there), sum(len(findings) for _, findings in there))

if __name__ == "__main__":
    main()
"""


@pytest.mark.skipif(find_spec("distributed") is None, reason="missing: tei-tools[dask]")
def test_killed_worker_loses_nothing(tmp_path: Path) -> None:
    for number in range(60):
        (tmp_path / f"{number:02}.xml").write_text(SMALL.format("<p><abc/></p>" * (number % 7)))
    (tmp_path / "program.py").write_text(PROGRAM)
    result = subprocess.run(
        [sys.executable, "program.py"],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT), "PATH": "", "TEI_TOOLS_CACHE": str(tmp_path / "cache")},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert result.returncode == 0, result.stderr
    assert result.stdout.split() == ["60", str(sum(number % 7 for number in range(60)))]
