#!/usr/bin/python3
"""Mutation test of the headers: changes one token of a header, rebuilds the test of that header and counts
the changes that no check notices.

  python3 tests/mutation/mutate.py [--header PATTERN ...] [--sample N] [--seed S] [--seconds T]
                                   [--state FILE] [--table] [--list] [--folders]

--header   path below include/bilateral, or a pattern (numeric/*.hpp); default: numeric, stats,
           econometrics, trade, series and core, in an order drawn by --seed
--sample   mutants a header, drawn from all of its mutants by --seed (default 6; 0 takes all)
--seconds  no new mutant is begun after so long (default 600)
--state    one JSON line a mutant (default build/mutation/state.jsonl): what stands there for the same text of
           the header and its tests is not run again, so that a run that was stopped goes on
--table    prints what the state holds, without running anything
--folders  one line of the table a folder in place of one a header
--list     prints the mutants that would be run

Mutations: < and <=, > and >=, == and !=, + and -, * and /, && and || exchanged; an integer constant plus one, a
decimal one plus a tenth; a condition negated; a statement or a return value's sign taken away. A mutant is killed
where the test does not pass within ten times its own time; one that does not compile is not counted. Not part of
ctest. Compiler: CXX (default g++; clang++ is faster), flags -O0 with the library's assertions.
"""
import argparse, fnmatch, hashlib, json, os, random, re, shutil, subprocess, sys, time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
WORK = os.path.join(ROOT, 'build', 'mutation')
DEFAULT = ['numeric/*.hpp', 'stats/*.hpp', 'econometrics/*.hpp', 'trade/*.hpp', 'series/*.hpp', 'core/*.hpp']
FLAGS = ['-std=c++20', '-O0', '-w', '-D_GLIBCXX_ASSERTIONS', '-I' + os.path.join(ROOT, 'tests'), '-isystem', '/usr/include/eigen3',
         f'-DBILATERAL_TEST_SOURCE_DIR="{ROOT}"', '-pthread']
SWAPS = {' < ': ' <= ', ' <= ': ' < ', ' > ': ' >= ', ' >= ': ' > ', ' == ': ' != ', ' != ': ' == ',
         ' + ': ' - ', ' - ': ' + ', ' * ': ' / ', ' / ': ' * ', ' && ': ' || ', ' || ': ' && ',
         ' += ': ' -= ', ' -= ': ' += ', ' *= ': ' /= ', ' /= ': ' *= '}


def blanked(text):
    """The text with comments, strings, characters and preprocessor lines blanked, of the same length."""
    pattern = re.compile(r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|(?<![0-9A-Fa-f])\'(?:\\.|[^\'\\\n])+\'|^[ \t]*#[^\n]*', re.S | re.M)
    return pattern.sub(lambda m: re.sub(r'[^\n]', ' ', m.group()), text)


def mutants_of(text):
    """(position, what stands there, what takes its place), in order."""
    code, out = blanked(text), []
    skip = [m.span() for m in re.finditer(r'\brequire\w*\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\);|static_assert\([^;]*;|template <[^\n]*', code)]
    inside = lambda at: any(a <= at < b for a, b in skip)
    for old, new in SWAPS.items():
        for m in re.finditer(re.escape(old), code):
            if not inside(m.start()): out.append((m.start(), old, new))
    for m in re.finditer(r'(?<![\w.])\d+\.\d*(?:e[+-]?\d+)?(?![\w.])|(?<![\w.])\d+e[+-]?\d+(?![\w.])', code):
        if not inside(m.start()): out.append((m.start(), m.group(), repr(1.1 * float(m.group()) or 0.1)))
    for m in re.finditer(r'(?<![\w.])\d+(?![\w.])', code):
        if not inside(m.start()): out.append((m.start(), m.group(), str(int(m.group()) + 1)))
    for m in re.finditer(r'\b(?:if|while) \((?!constexpr)([^;{}\n]*)\) ', code):
        if inside(m.start()) or m.group(1).count('(') != m.group(1).count(')'): continue
        out.append((m.start(1), text[m.start(1):m.end(1)], f'!({text[m.start(1):m.end(1)]})'))
    for m in re.finditer(r'^ +(?!return|using|break|continue|const |constexpr|static|auto|typename|for|if|else|throw|case|default)'
                         r'[a-z_][\w.\[\]()<>:, *+-]*(?:(?: [-+*/]?= )[^;{}]*|\([^;{}]*\));$', code, re.M):
        statement = text[m.start():m.end()]
        declaration = re.match(r' +(?:[\w:]+(?:<[^=]*>)?[&*]? )+\w+(?: =|\(|;|\{|,)', statement)
        if inside(m.start()) or declaration: continue
        out.append((m.start(), statement, ' ' * (len(statement) - 1) + ';'))
    for m in re.finditer(r'\breturn ([^;{}]+);', code):
        value = text[m.start(1):m.end(1)]
        if re.fullmatch(r'[\w.:\[\]()*/+ -]+', value) and not inside(m.start()) and value not in ('true', 'false', 'std::nullopt'):
            out.append((m.start(1), value, f'-({value})'))
        elif value in ('true', 'false'):
            out.append((m.start(1), value, 'false' if value == 'true' else 'true'))
    return sorted(set(out))


def tests_of(header):
    """The test that mirrors a header, and its companions (least_squares_precision beside least_squares)."""
    stem = os.path.join(ROOT, 'tests', header[:-4])
    folder, name = os.path.split(stem)
    found = [f for f in sorted(os.listdir(folder)) if f == name + '.test.cpp' or re.fullmatch(re.escape(name) + r'_(precision|laws|limits)\.test\.cpp', f)] if os.path.isdir(folder) else []
    return [os.path.join(folder, f) for f in found]


def run(command, seconds):
    try:
        return subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=seconds, cwd=ROOT).returncode
    except subprocess.TimeoutExpired:
        return None


class Bench:
    """Builds and runs the tests of one header over an overlay that holds one changed header."""

    def __init__(self, header, tests):
        self.header, self.tests = header, tests
        self.cxx = os.environ.get('CXX', 'g++')
        self.main = os.path.join(WORK, 'main.o')
        if not os.path.exists(self.main):
            subprocess.run([self.cxx, *FLAGS, '-c', os.path.join(ROOT, 'tests/support/main.cpp'), '-o', self.main], check=True)
        self.overlay = os.path.join(WORK, f'overlay_{os.getpid()}')
        self.program = os.path.join(WORK, f'test_{os.getpid()}')
        self.slowest = None

    def outcome(self, text):
        target = os.path.join(self.overlay, 'bilateral', self.header)
        os.makedirs(os.path.dirname(target), exist_ok=True)
        with open(target, 'w') as out: out.write(text)
        build = [self.cxx, '-I' + self.overlay, '-I' + os.path.join(ROOT, 'include'), *FLAGS, *self.tests, self.main, '-o', self.program]
        if os.path.exists(self.program): os.remove(self.program)
        if run(build, 300) != 0: return 'does not compile'
        began = time.monotonic()
        code = run([self.program], 600 if self.slowest is None else 10 * self.slowest + 5)
        if self.slowest is None: self.slowest = time.monotonic() - began
        return 'survived' if code == 0 else 'killed'

    def close(self):
        shutil.rmtree(self.overlay, ignore_errors=True)
        if os.path.exists(self.program): os.remove(self.program)


def chosen_headers(patterns):
    base, out = os.path.join(ROOT, 'include', 'bilateral'), []
    for folder, _, files in sorted(os.walk(base)):
        for f in sorted(files):
            path = os.path.relpath(os.path.join(folder, f), base)
            if path.endswith('.hpp') and any(fnmatch.fnmatch(path, p) for p in patterns): out.append(path)
    return out


def read_state(path):
    if not os.path.exists(path): return {}
    with open(path) as lines: rows = [json.loads(l) for l in lines if l.strip()]
    return {(r['header'], r['of'], r['at'], r['new']): r for r in rows}


def print_table(rows, folders):
    name_of = os.path.dirname if folders else str
    print(f"| {'folder' if folders else 'header'} |" + ' mutants | killed | survived | not compiling | kill rate |\n|---|--:|--:|--:|--:|--:|')
    total = {'killed': 0, 'survived': 0, 'does not compile': 0}
    by = {}
    for r in rows: by.setdefault(name_of(r['header']), []).append(r['outcome'])
    line = lambda name, c: print(f"| {name} | {c['killed'] + c['survived']} | {c['killed']} | {c['survived']} | {c['does not compile']} | "
                                 f"{100 * c['killed'] / max(1, c['killed'] + c['survived']):.0f}% |")
    for header in sorted(by):
        count = {k: by[header].count(k) for k in total}
        for k in total: total[k] += count[k]
        line(header, count)
    line('all', total)
    print('\nSurvivors:')
    for r in sorted((r for r in rows if r['outcome'] == 'survived'), key=lambda r: (r['header'], r['line'])):
        print(f"{r['header']}:{r['line']}: {r['old'].strip()}  ->  {r['new'].strip() or '(nothing)'}    | {r['text'].strip()}")


def main():
    a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    a.add_argument('--header', action='append'); a.add_argument('--sample', type=int, default=6)
    a.add_argument('--seed', type=int, default=1); a.add_argument('--seconds', type=float, default=600)
    a.add_argument('--state', default=os.path.join(WORK, 'state.jsonl'))
    a.add_argument('--table', action='store_true'); a.add_argument('--list', action='store_true')
    a.add_argument('--folders', action='store_true')
    o = a.parse_args()
    os.makedirs(WORK, exist_ok=True)
    state, shown, began, stopped = read_state(o.state), [], time.monotonic(), False
    headers = chosen_headers(o.header or DEFAULT)
    random.Random(o.seed).shuffle(headers)
    for header in headers:
        tests = tests_of(header)
        with open(os.path.join(ROOT, 'include', 'bilateral', header)) as f: text = f.read()
        every = mutants_of(text)
        of = hashlib.sha256(''.join([text] + [open(t).read() for t in tests]).encode()).hexdigest()[:16]
        if not tests or not every: continue
        draw = random.Random(f'{o.seed} {header}')
        sample = sorted(draw.sample(every, min(o.sample or len(every), len(every))))
        bench = Bench(header, tests)
        for at, old, new in sample:
            key = (header, of, at, new)
            where = text.count('\n', 0, at) + 1
            if o.list: print(f'{header}:{where}: {old.strip()} -> {new.strip()}'); continue
            if key not in state and not o.table and time.monotonic() - began < o.seconds:
                if bench.slowest is None and bench.outcome(text) != 'survived':
                    print(f'{header}: its own test does not pass here', file=sys.stderr); break
                row = dict(header=header, of=of, at=at, line=where, old=old, new=new, text=text.splitlines()[where - 1],
                           outcome=bench.outcome(text[:at] + new + text[at + len(old):]))
                with open(o.state, 'a') as out: out.write(json.dumps(row) + '\n')
                state[key] = row
            stopped = stopped or key not in state
            if key in state: shown.append(state[key])
        bench.close()
    if not o.list: print_table(shown, o.folders)
    if stopped and not o.list: print('\nNot all were run; run again to go on.')


if __name__ == '__main__':
    main()
