# Reference numbers of econometrics/package.test.cpp from statsmodels 0.13.5 and gretl 2022c.
#   python3 tests/reference/hac_peers.py > tests/reference/hac_peers.csv
# The data are those of hac.R.
import subprocess, tempfile, os, numpy as np, statsmodels.api as sm
from statsmodels.stats import sandwich_covariance as sw
i = np.arange(1, 61); x1 = np.sin(i); x2 = np.cos(2 * i) + i / 50; s = np.sin(3.0 * i**2) * (1 + i / 40)
e = np.zeros(60)
for t in range(60): e[t] = (0.6 * e[t - 1] if t else 0) + s[t]
y = 1 + 2 * x1 - x2 + e; firm = (i - 1) // 6; time = (i - 1) % 6
X = sm.add_constant(np.column_stack([x1, x2])); m = sm.OLS(y, X).fit()
print('quantity,value')
def out(name, v):
    for j, a in enumerate(v): print(f'{name}_{j + 1},{a:.17g}')
for h in ('HC0', 'HC1', 'HC2', 'HC3'):
    r = m.get_robustcov_results(h, use_t=None); out('sm_' + h, r.bse)
    if h == 'HC1': out('sm_HC1_p', sm.OLS(y, X).fit(cov_type='HC1').pvalues)
r = sm.OLS(y, X).fit(cov_type='HAC', cov_kwds={'maxlags': 4}); out('sm_hac4', r.bse); out('sm_hac4_p', r.pvalues)
out('sm_cov_hac', np.sqrt(np.diag(sw.cov_hac(m))))
r = sm.OLS(y, X).fit(cov_type='cluster', cov_kwds={'groups': firm}); out('sm_cluster', r.bse); out('sm_cluster_p', r.pvalues)
r = sm.OLS(y, X).fit(cov_type='cluster', cov_kwds={'groups': np.column_stack([firm, time])}); out('sm_cluster2', r.bse)
with tempfile.TemporaryDirectory() as d:
    np.savetxt(os.path.join(d, 'd.csv'), np.column_stack([y, x1, x2, firm, time]), delimiter=',', header='y,x1,x2,firm,tt', comments='', fmt='%.17g')
    script = 'open d.csv --quiet\nsetobs 1 1 --time-series\nset hc_version %s\n%sols y const x1 x2 --robust %s --quiet\nmatrix s = $stderr\nmatrix b = $coeff\nloop j=1..3\nprintf "VALUE %%.17g %%.17g\\n", s[j], 2*pvalue(t, $df, abs(b[j]/s[j]))\nendloop\n'
    def gretl(name, pre, opt):
        open(os.path.join(d, 'a.inp'), 'w').write(script % ('1', pre, opt))
        o = subprocess.run(['gretlcli', '-b', 'a.inp'], cwd=d, capture_output=True, text=True).stdout
        v = [l.split()[1] for l in o.splitlines() if l.startswith('VALUE')]
        out(name, [float(a) for a in v])
    gretl('gretl_nw', '', '')
    gretl('gretl_nw3', 'set hac_lag nw3\n', '')
    gretl('gretl_cluster', 'setobs 1 1 --cross-section\n', '--cluster=firm')
    for h in '0123': gretl('gretl_HC' + h, f'setobs 1 1 --cross-section\nset hc_version {h}\n', '')
