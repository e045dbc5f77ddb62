#!/usr/bin/python3
"""race.py PROGRAM FOLDER [JOB...]: times the benchmark program beside its rivals on the data of generate.py and
prints one table: ratio of the median times, largest relative difference of the figures that both print.

  cmake --workflow --preset benchmark
  python3 tests/benchmark/generate.py /tmp/race
  python3 tests/benchmark/race.py build/benchmark/tests/benchmark/bilateral_benchmark /tmp/race

Rivals that are not installed are skipped and said so. One thread; THREADS=2 in the environment for two."""
import json, os, statistics, subprocess, sys
program, folder, only = sys.argv[1], sys.argv[2], sys.argv[3:]
here = os.path.dirname(os.path.abspath(__file__)); threads = os.environ.get('THREADS', '1')
env = dict(os.environ, **{v: threads for v in ('OMP_NUM_THREADS', 'OPENBLAS_NUM_THREADS', 'MKL_NUM_THREADS')})
jobs = [('ols_hac', '1m'), ('rolling', '100k'), ('bootstrap', '240'), ('breaks', '2k'), ('ardl', '12'), ('johansen', '10k'), ('lp', '2k'),
        ('io', '500'), ('io', '1000'), ('io', '3000'), ('sparse_io', '10000'), ('csv', '5m'), ('equilibrium', '200'), ('equilibrium_draws', '70'), ('equilibrium_sectors', '31x40'),
        ('equilibrium_sectors', '60x50'), ('ols3', '1m'), ('ppml3', '1m'), ('difficult3', '1m'), ('structure', '10m'), ('indices', '200x5000'), ('indices', '226x785')]

def result(command):
    try: o = subprocess.run(command, capture_output=True, text=True, env=env)
    except FileNotFoundError: return None
    lines = [l for l in o.stdout.splitlines() if l.startswith('RESULT ')]
    return json.loads(lines[-1][7:]) if lines else None

print(f'| job | n | k | threads | seconds | rival | seconds | ratio | largest difference |\n|---|--:|--:|--:|--:|---|--:|--:|--:|')
for job, size in jobs:
    if only and job not in only: continue
    own = result([program, job, '-', folder, size, threads, '3'])
    if own is None: print(f'| {job} {size} | no data | | | | | | | |'); continue
    mine = statistics.median(own['seconds_all']); found = False
    rivals = [['Rscript', '--vanilla', os.path.join(here, 'rivals', 'rivals.R'), job, folder, size, '3'],
              [sys.executable, os.path.join(here, 'rivals', 'rivals.py'), job, folder, size, '3']]
    if job.startswith('equilibrium'): rivals = [[sys.executable, os.path.join(here, 'rivals', 'equilibrium.py'), job, size, '3']]
    if job == 'ardl': rivals = [['Rscript', '--vanilla', os.path.join(here, 'rivals', 'ardl_grid.R'), folder, size, '3']]
    if job == 'structure':  # the file of generate_trade.py
        rivals = [[c, os.path.join(here, 'rivals', f'structure.{e}'), '-', folder, size, threads, '1'] for c, e in (('Rscript', 'R'), (sys.executable, 'py'))]
    if job == 'indices': rivals = [[sys.executable, os.path.join(here, 'rivals', 'indices.py'), '-', size, '3']]
    for command in rivals:
        other = result(command)
        if other is None: continue
        found = True; theirs = statistics.median(other['seconds_all']); a = {e[0]: e[1:] for e in own['estimates']}; gap = 0.
        for name, *values in other['estimates']:
            for x, y in zip(values, a.get(name, [])):
                # draws of a bootstrap differ by design: its standard error is not compared
                if x is not None and y is not None and not (job == 'bootstrap' and [x, y] == [values[1], a[name][1]]): gap = max(gap, abs(x - y) / (abs(x) or 1))
        print(f'| {job} {size} | {own["n"]} | {own["k"]} | {threads} | {mine:.4g} | {other["version"]} | {theirs:.4g} | {theirs / mine:.3g} | {gap:.1e} |', flush=True)
    if not found: print(f'| {job} {size} | {own["n"]} | {own["k"]} | {threads} | {mine:.4g} | none installed | | | |', flush=True)
