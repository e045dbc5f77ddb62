# Digits that other programs share with NIST's certified values on the linear sets: the worst
# coefficient and the worst standard error, as -log10 of the relative error (absolute where the certified
# value is 0). R 4.2.2 lm, statsmodels 0.13.5 OLS (pinv), gretl 2022c ols.
#   python3 tests/reference/nist_peers.py > tests/reference/nist_peers.csv
import csv, math, os, subprocess, tempfile, numpy as np, statsmodels.api as sm
here = os.path.dirname(os.path.abspath(__file__)); rows = list(csv.reader(open(os.path.join(here, 'nist_linear.csv'))))[1:]
cert = list(csv.reader(open(os.path.join(here, 'nist_certified.csv'))))[1:]
sets = ['Norris', 'Pontius', 'NoInt1', 'NoInt2', 'Filip', 'Longley', 'Wampler1', 'Wampler2', 'Wampler3', 'Wampler4', 'Wampler5']
def digits(got, want):
    if got is None or not np.isfinite(got): return 0.
    e = abs(got - want) / (abs(want) or 1.)
    return 16. if e == 0 else max(0., -math.log10(e))
print('set,program,coefficients,std_errors')
for s in sets:
    r = [x for x in rows if x[0] == s]; y = np.array([float(x[2]) for x in r])
    if s == 'Longley': X = np.array([[float(v) for v in x[3:9]] for x in r])
    else:
        x = np.array([float(v[3]) for v in r]); d = 10 if s == 'Filip' else 2 if s == 'Pontius' else 5 if s[0] == 'W' else 1
        X = np.column_stack([x ** k for k in range(1, d + 1)])
    const = not s.startswith('NoInt')
    want = {c[2]: (float(c[3]), float(c[4])) for c in cert if c[0] == s and c[2][0] == 'B'}
    keys = sorted(want, key=lambda k: int(k[1:]))
    def report(program, b, se):
        b = list(b); se = list(se)
        if len(b) != len(keys): print(f'{s},{program},0,0'); return
        print(f'{s},{program},{min(digits(g, want[k][0]) for g, k in zip(b, keys)):.1f},{min(digits(g, want[k][1]) for g, k in zip(se, keys)):.1f}')
    f = sm.OLS(y, sm.add_constant(X) if const else X).fit(); report('statsmodels', f.params, f.bse)
    with tempfile.TemporaryDirectory() as t:
        p = os.path.join(t, 'd.csv'); names = ['y'] + [f'x{k + 1}' for k in range(X.shape[1])]
        with open(p, 'w') as o:
            o.write(','.join(names) + '\n')
            for a, q in zip(y, X): o.write(','.join(repr(float(v)) for v in [a, *q]) + '\n')
        rhs = '+'.join(names[1:]) if const else '0+' + '+'.join(names[1:])
        o = subprocess.run(['Rscript', '-e', f'd<-read.csv("{p}"); s<-coef(summary(lm(y~{rhs},d))); cat(sprintf("V %.17g %.17g\\n",s[,1],s[,2]),sep="")'], capture_output=True, text=True).stdout
        v = [l.split()[1:] for l in o.splitlines() if l.startswith('V ')]; report('R', [float(a) for a, _ in v], [float(b) for _, b in v])
        open(os.path.join(t, 'a.inp'), 'w').write(f'open d.csv --quiet\nols y {"const " if const else ""}{" ".join(names[1:])} --quiet\nmatrix b = $coeff\nmatrix s = $stderr\nloop i=1..rows(b)\nprintf "V %.17g %.17g\\n", b[i], s[i]\nendloop\n')
        o = subprocess.run(['gretlcli', '-b', 'a.inp'], cwd=t, capture_output=True, text=True).stdout
        v = [l.split()[1:] for l in o.splitlines() if l.startswith('V ')]; report('gretl', [float(a) for a, _ in v], [float(b) for _, b in v])
