#!/usr/bin/python3
"""brief_structure.py: second, independent computation of what the brief says of structure: copper's share of exports split by
Divisia's integral done numerically, concentration by sector, and the indices of brief_trade.csv (made up by us, in the form of
BACI; the year 2016). Writes brief_structure.csv. Made with Python 3.11, numpy 1.24.2."""
import csv, os
import numpy as np
here = os.path.dirname(os.path.abspath(__file__)); data = os.path.join(here, '..', '..', 'examples', 'data')
read = lambda path: list(csv.DictReader(open(path)))
rows = []
def put(name, value): rows.append((name, repr(float(value))))

# ---------------------------------------------------------------- copper in the basket
sectors = {r.pop('date'): {k.split(' (')[0]: float(v) for k, v in r.items()} for r in read(f'{data}/peru_exports_by_sector.csv')}
price = {r['date']: float(r['usd_per_tonne']) for r in read(f'{data}/copper_price.csv')}
value, tonnes = {}, {}
for r in read(f'{data}/copper_exports.csv'):
    y = r['date'][:4]; v = float(r['million_usd_fob'])
    value[y] = value.get(y, 0) + v; tonnes[y] = tonnes.get(y, 0) + v / price[r['date']]
years = sorted(sectors); p = np.array([value[y] / tonnes[y] for y in years])
copper = np.array([sectors[y]['copper'] for y in years]); q = copper / p; rest = np.array([sectors[y]['all'] for y in years]) - copper
base = (value['2005'] + value['2006']) / (tonnes['2005'] + tonnes['2006'])
put('copper_share_at_base_price', 100 * base * q[-1] / (base * q[-1] + rest[-1]))
t, w = np.polynomial.legendre.leggauss(60); t = (t + 1) / 2; w = w / 2          # the path of constant rates from 0 to 1
path = lambda x: x[0] * (x[-1] / x[0]) ** t
s = path(p) * path(q) / (path(p) * path(q) + path(rest)); weight = (w * s * (1 - s)).sum()
put('copper_share_by_price', 100 * weight * np.log(p[-1] / p[0]))
put('copper_share_by_volume', 100 * weight * np.log(q[-1] / q[0]))
put('copper_share_by_rest', -100 * weight * np.log(rest[-1] / rest[0]))
last = dict(sectors[years[-1]]); whole = last.pop('all'); other = whole - sum(last.values())
without = np.array([v for k, v in last.items() if k != 'copper']); all_but = whole - last['copper']
put('sector_herfindahl_without_copper_low', (without ** 2).sum() / all_but ** 2)
put('sector_herfindahl_without_copper_high', ((without ** 2).sum() + other ** 2) / all_but ** 2)
named = last['farm products'] + last['textiles'] + last['chemicals']
put('non_traditional_low', 100 * named / whole); put('non_traditional_high', 100 * (named + other) / whole)

# ---------------------------------------------------------------- the world of brief_trade.csv
world = [r for r in read(f'{here}/brief_trade.csv') if r['t'] == '2016']
places = sorted({r[c] for r in world for c in 'ij'}); goods = sorted({r['k'] for r in world})
T = np.zeros((len(places), len(places), len(goods)))
for r in world: T[places.index(r['i']), places.index(r['j']), goods.index(r['k'])] += float(r['v'])
X, M, pair = T.sum(1), T.sum(0), T.sum(2); P, C = places.index('604'), places.index('156')
share = lambda x: x / x.sum()
fit = lambda i, j: 100 * np.minimum(share(X[i]), share(M[j])).sum()             # another form: what the two have in common
put('complementarity_peru_to_china', fit(P, C)); put('complementarity_china_to_peru', fit(C, P))
two_way = lambda x, m: 2 * np.minimum(x, m).sum() / (x + m).sum()
put('grubel_lloyd_between', two_way(T[P, C], T[C, P])); put('grubel_lloyd_peru', two_way(X[P], M[P])); put('grubel_lloyd_china', two_way(X[C], M[C]))
intensity = lambda i, j: share(pair[i])[j] / share(pair.sum(0))[j]
put('trade_intensity_peru_to_china', intensity(P, C)); put('trade_intensity_china_to_peru', intensity(C, P))
put('product_herfindahl_peru', (share(X[P]) ** 2).sum()); put('product_herfindahl_china', (share(X[C]) ** 2).sum())
copper = [g.startswith('2603') or g.startswith('74') for g in goods]
put('copper_share_of_products', 100 * share(X[P])[copper].sum()); put('copper_share_to_china', 100 * share(T[P, C])[copper].sum())
rca = lambda i, good: share(X[i])[goods.index(good)] / share(X.sum(0))[goods.index(good)]
put('advantage_in_avocados', rca(P, '080440')); put('advantage_in_smartphones', rca(C, '851712'))
both = pair[P] + pair[:, P]; put('china_share_of_both_ways', 100 * both[C] / both.sum())
with open(os.path.join(here, 'brief_structure.csv'), 'w', newline='') as f:
    out = csv.writer(f, lineterminator='\n'); out.writerow(['quantity', 'value']); out.writerows(rows)
