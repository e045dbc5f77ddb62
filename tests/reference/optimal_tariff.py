#!/usr/bin/python3
"""optimal_tariff.py: optimal and Nash tariffs in the world of sector_equilibrium.py, whose fixed points give real
income; its slope in each rate by five-point differences, its root by the secant method, one rate after the other until
none moves. Nothing of the library is used. Writes tests/reference/optimal_tariff.csv. numpy 1.24."""
import csv, os
import numpy as np
from sector_equilibrium import N, solve, world_of

flows, old, _, _ = world_of()
ease = np.ones_like(flows)


def with_rate(tariffs, player, sectors, x):
    t = tariffs.copy()
    for j in sectors:
        for i in range(N):
            if i != player and flows[j, i, player] > 0: t[j, i, player] = np.expm1(x)
    return t


def slope(tariffs, player, sectors, x, h=.005):
    def f(y): return np.log(solve(flows, old, with_rate(tariffs, player, sectors, y), ease)[2][player])
    return (8 * (f(x + h) - f(x - h)) - f(x + 2 * h) + f(x - 2 * h)) / (12 * h)


def best(tariffs, player, sectors, x):
    a, b = x, x + .01
    fa, fb = slope(tariffs, player, sectors, a), slope(tariffs, player, sectors, b)
    for step in range(50):
        if abs(b - a) < 1e-11 or fb == fa: break
        a, b, fa = b, b - fb * (b - a) / (fb - fa), fb
        fb = slope(tariffs, player, sectors, b)
    return b


def settle(instruments):
    """instruments: (player, sectors), one rate each"""
    x = [.2] * len(instruments)
    for turn in range(200):
        moved = 0
        for k, (player, sectors) in enumerate(instruments):
            t = old
            for m, (p, s) in enumerate(instruments): t = with_rate(t, p, s, x[m])
            new = best(t, player, sectors, x[k])
            moved = max(moved, abs(new - x[k])); x[k] = new
        if moved < 1e-10: return np.expm1(x)
    raise SystemExit('no rest')


if __name__ == '__main__':
    out = csv.writer(open(os.path.join(os.path.dirname(os.path.abspath(__file__)), 'optimal_tariff.csv'), 'w'),
                     lineterminator='\n')
    out.writerow(['case', 'country', 'on', 'rate'])
    for case, instruments, on in (
            ('optimal', [(0, (0, 1))], ['all imports']), ('optimal', [(3, (0, 1))], ['all imports']),
            ('by_sector', [(1, (0,)), (1, (1,))], ['s0', 's1']),
            ('nash', [(0, (0, 1)), (2, (0, 1))], ['all imports'] * 2)):
        for (player, _), name, rate in zip(instruments, on, settle(instruments)):
            out.writerow([case, 'c%d' % player, name, repr(float(rate))])
