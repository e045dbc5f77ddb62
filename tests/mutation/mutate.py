#!/usr/bin/python3
"""Mutation test of the headers: changes one token of a header, rebuilds the test of that header and counts
the changes that no check notices.

  python3 tests/mutation/mutate.py [--header PATTERN ...] [--sample N] [--seed S] [--seconds T]
                                   [--state FILE] [--headers FILE] [--table] [--list] [--folders]

--header   path below include/bilateral, or a pattern (numeric/*.hpp); default: numeric, stats,
           econometrics, trade, series and core, in an order drawn by --seed
--sample   mutants a header, drawn from all of its mutants by --seed (default 6; 0 takes all)
--seconds  no new mutant is begun after so long (default 600)
--state    one JSON line a mutant (default build/mutation/state.jsonl): what stands there for the same text of
           the header and its tests is not run again, so that a run that was stopped goes on
--table    prints what the state holds, without running anything
--folders  one line of the table a folder in place of one a header
--list     prints the mutants that would be run
--headers  a file with one header a line, in place of --header (for a second look at some of them)

A header is judged by the test that mirrors it; one in a detail/ folder that has none, by the tests of the headers that
include it, the shortest first, three at most: it survives where all of them pass. What has no test at all, and
what could not be judged because its unchanged tests fail or do not build within the limit, is printed with the reason.
Mutants that change no result are listed in tests/mutation/equivalent.txt and counted apart.

Mutations: < and <=, > and >=, == and !=, + and -, * and /, && and || exchanged; an integer constant plus one, a
decimal one plus a tenth; a condition negated; a statement or a return value's sign taken away. A mutant is killed
where the test does not pass within ten times its own time; one that does not compile within BUILD_LIMIT seconds is
not counted. Not part of ctest. Compiler: CXX (default g++; clang++ is faster), flags -O0 with the library's assertions.
"""
import argparse, fnmatch, hashlib, json, os, random, re, shutil, subprocess, sys, time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
WORK = os.path.join(ROOT, 'build', 'mutation')
EQUIVALENT = os.path.join(ROOT, 'tests', 'mutation', 'equivalent.txt')
BUILD_LIMIT, TEST_LIMIT = 300, 600
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


def mirrored_tests(header):
    """The test that mirrors a header, and its companions (least_squares_precision beside least_squares)."""
    stem = os.path.join(ROOT, 'tests', header[:-4])
    folder, name = os.path.split(stem)
    found = [f for f in sorted(os.listdir(folder)) if f == name + '.test.cpp' or re.fullmatch(re.escape(name) + r'_(precision|laws|limits)\.test\.cpp', f)] if os.path.isdir(folder) else []
    return [os.path.join(folder, f) for f in found]


def read(path):
    with open(path) as f: return f.read()


def includers_of(header):
    """The headers outside detail/ that include a header of a detail/ folder, directly or through another of them."""
    base, found, seen, waiting = os.path.join(ROOT, 'include', 'bilateral'), set(), {header}, [header]
    texts = {h: read(os.path.join(base, h)) for h in chosen_headers(['*.hpp'])}
    while waiting:
        sought = waiting.pop()
        for h, text in texts.items():
            if h in seen or f'#include <bilateral/{sought}>' not in text: continue
            seen.add(h)
            if '/detail/' in h: waiting.append(h)
            else: found.add(h)
    return sorted(found)


def tests_of(header):
    """Lists of tests, each built as one program; a mutant survives where all of them pass."""
    own = [t for t in [mirrored_tests(header)] if t]
    if own or '/detail/' not in header: return own
    groups = [t for t in map(mirrored_tests, includers_of(header)) if t]
    return sorted(groups, key=lambda group: sum(os.path.getsize(t) for t in group))[:3]


def run(command, seconds):
    try:
        return subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=seconds, cwd=ROOT).returncode
    except subprocess.TimeoutExpired:
        return None


class Bench:
    """Builds and runs one list of tests of a header over an overlay that holds the changed header."""

    def __init__(self, header, tests):
        self.header, self.tests = header, tests
        self.cxx = os.environ.get('CXX', 'g++')
        self.main = os.path.join(WORK, 'main.o')
        if not os.path.exists(self.main):
            subprocess.run([self.cxx, *FLAGS, '-c', os.path.join(ROOT, 'tests/support/main.cpp'), '-o', self.main], check=True)
        self.overlay = os.path.join(WORK, f'overlay_{os.getpid()}')
        self.program = os.path.join(WORK, f'test_{os.getpid()}')
        self.slowest = None

    def build(self, text):
        target = os.path.join(self.overlay, 'bilateral', self.header)
        os.makedirs(os.path.dirname(target), exist_ok=True)
        with open(target, 'w') as out: out.write(text)
        if os.path.exists(self.program): os.remove(self.program)
        return run([self.cxx, '-I' + self.overlay, '-I' + os.path.join(ROOT, 'include'), *FLAGS, *self.tests, self.main, '-o', self.program], BUILD_LIMIT)

    def why_unfit(self, text):
        """Why the unchanged header cannot be judged, or '' after its tests passed; sets the time that they take."""
        if self.slowest is not None: return ''
        names = ' '.join(os.path.relpath(t, ROOT) for t in self.tests)
        built = self.build(text)
        if built is None: return f'{names} is not built within {BUILD_LIMIT} s'
        if built != 0: return f'{names} does not compile unchanged'
        began = time.monotonic()
        code = run([self.program], TEST_LIMIT)
        if code is None: return f'{names} does not end within {TEST_LIMIT} s unchanged'
        if code != 0: return f'{names} fails unchanged'
        self.slowest = time.monotonic() - began
        return ''

    def outcome(self, text):
        if self.build(text) != 0: return 'does not compile'
        return 'survived' if run([self.program], 10 * self.slowest + 5) == 0 else 'killed'

    def close(self):
        shutil.rmtree(self.overlay, ignore_errors=True)
        if os.path.exists(self.program): os.remove(self.program)


def judged(benches, text, changed):
    """(outcome of a changed header over the lists of its tests, '') or (None, why it cannot be judged)."""
    for bench in benches:
        unfit = bench.why_unfit(text)
        if unfit: return None, unfit
        outcome = bench.outcome(changed)
        if outcome != 'survived': return outcome, ''
    return 'survived', ''


def plain(text):
    return ' '.join(text.split())


def read_equivalent():
    """{(header, line, change, which of the same tokens of the line): reason} of the mutants that change no result."""
    out = {}
    if not os.path.exists(EQUIVALENT): return out
    records = [r for r in re.split(r'\n\s*\n', re.sub(r'^#.*\n', '', read(EQUIVALENT), flags=re.M)) if r.strip()]
    for record in records:
        field = {m.group(1): plain(m.group(2)) for m in re.finditer(r'^(header|line|change|which|reason):(.*(?:\n[ \t]+.*)*)', record, re.M)}
        missing = {'header', 'line', 'change', 'reason'} - set(field)
        if missing: sys.exit(f'{EQUIVALENT}: no {", ".join(sorted(missing))} in\n{record}')
        out[field['header'], field['line'], field['change'], int(field.get('which', 1))] = field['reason']
    return out


def key_of(row, header_text):
    """The key of a mutant in equivalent.txt: by the text of its line, so that it outlives changes elsewhere."""
    begin = header_text.rfind('\n', 0, row['at']) + 1
    which = header_text.count(row['old'], begin, row['at']) + 1
    return row['header'], plain(row['text']), f"{plain(row['old'])} -> {plain(row['new'])}", which


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
    kinds = ['killed', 'survived', 'equivalent', 'does not compile']
    print(f"| {'folder' if folders else 'header'} |" + ' mutants | killed | survived | equivalent | not compiling | kill rate |\n|---|--:|--:|--:|--:|--:|--:|')
    by = {}
    for r in rows: by.setdefault(name_of(r['header']), []).append(r['outcome'])
    for name, outcomes in [*sorted(by.items()), ('all', [r['outcome'] for r in rows])]:
        killed, survived, same, broken = (outcomes.count(k) for k in kinds)
        rate = f'{100 * killed / (killed + survived):.0f}%' if killed + survived else ''
        print(f'| {name} | {killed + survived + same} | {killed} | {survived} | {same} | {broken} | {rate} |')


def print_mutants(title, rows):
    if rows: print(f'\n{title}:')
    for r in sorted(rows, key=lambda r: (r['header'], r['line'])):
        print(f"{r['header']}:{r['line']}: {r['old'].strip()}  ->  {r['new'].strip() or '(nothing)'}    | {r['text'].strip()}")


def mark_equivalents(shown, texts, listed):
    """Marks the survivors that equivalent.txt lists; says which entries no longer fit."""
    wrong = []
    for r in shown:
        if key_of(r, texts[r['header']]) not in listed: continue
        if r['outcome'] == 'survived': r['outcome'] = 'equivalent'
        elif r['outcome'] == 'killed': wrong.append(f"{r['header']}:{r['line']} is listed as equivalent but was killed")
    for header, line, change, _ in listed:
        if header in texts and line not in map(plain, texts[header].splitlines()): wrong.append(f'{header}: equivalent.txt names a line that is gone: {line} ({change})')
    return wrong


def main():
    a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    a.add_argument('--header', action='append'); a.add_argument('--sample', type=int, default=6)
    a.add_argument('--seed', type=int, default=1); a.add_argument('--seconds', type=float, default=600)
    a.add_argument('--state', default=os.path.join(WORK, 'state.jsonl'))
    a.add_argument('--table', action='store_true'); a.add_argument('--list', action='store_true')
    a.add_argument('--folders', action='store_true'); a.add_argument('--headers')
    o = a.parse_args()
    os.makedirs(WORK, exist_ok=True)
    state, shown, texts, untested, unfit = read_state(o.state), [], {}, [], {}
    began, waiting, listed = time.monotonic(), 0, read_equivalent()
    headers = chosen_headers(o.header or (read(o.headers).split() if o.headers else DEFAULT))
    random.Random(o.seed).shuffle(headers)
    for header in headers:
        text = texts[header] = read(os.path.join(ROOT, 'include', 'bilateral', header))
        every = mutants_of(text)
        if not every: continue
        groups = tests_of(header)
        if not groups: untested.append((header, len(every))); continue
        of = hashlib.sha256(''.join([text] + [read(t) for group in groups for t in group]).encode()).hexdigest()[:16]
        draw = random.Random(f'{o.seed} {header}')
        sample = sorted(draw.sample(every, min(o.sample or len(every), len(every))))
        benches = [Bench(header, group) for group in groups]
        for at, old, new in sample:
            key = (header, of, at, new)
            where = text.count('\n', 0, at) + 1
            if o.list: print(f'{header}:{where}: {old.strip()} -> {new.strip()}'); continue
            if key not in state and not o.table and time.monotonic() - began < o.seconds:
                outcome, why = judged(benches, text, text[:at] + new + text[at + len(old):])
                if why: unfit[header] = why; print(f'{header}: not judged: {why}', file=sys.stderr, flush=True); break
                row = dict(header=header, of=of, at=at, line=where, old=old, new=new, text=text.splitlines()[where - 1], outcome=outcome)
                with open(o.state, 'a') as out: out.write(json.dumps(row) + '\n')
                state[key] = row
            if key in state: shown.append(state[key])
            else: waiting += 1
        for bench in benches: bench.close()
    if o.list: return
    wrong = mark_equivalents(shown, texts, listed)
    print_table(shown, o.folders)
    print_mutants('Survivors', [r for r in shown if r['outcome'] == 'survived'])
    print_mutants('Equivalent', [r for r in shown if r['outcome'] == 'equivalent'])
    if unfit: print(f'\nNot judged, {len(unfit)} headers:'); print(*(f'{h}: {why}' for h, why in sorted(unfit.items())), sep='\n')
    if untested: print(f'\nWithout a test of their own, {len(untested)} headers:'); print(*(f'{h}: {n} mutants' for h, n in sorted(untested)), sep='\n')
    if wrong: print('\nequivalent.txt:', *wrong, sep='\n')
    if waiting: print(f'\n{waiting} mutants were not run; run again to go on.')


if __name__ == '__main__':
    main()
