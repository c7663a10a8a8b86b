/* eslint-disable no-control-regex */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { coloured } from '../../domain/logs/chunk';
import { pathOf, type Annotation } from './annotations';
import type { GroupChange } from './groups';
import { endLog, LogState, MAX_LINE, newLog, readText, type ReadLine } from './reader';

interface Read {
  lines: ReadLine[];
  groups: GroupChange[];
  annotations: Annotation[];
  state: LogState;
}

/** Reads a log that comes in these pieces; what is kept between two of them goes through JSON, as it does in the database. */
function read(...pieces: string[]): Read {
  const result: Read = { lines: [], groups: [], annotations: [], state: newLog() };
  const sink = {
    line: (line: ReadLine) => void result.lines.push(line),
    group: (change: GroupChange) => void result.groups.push(change),
    annotation: (annotation: Annotation) => void result.annotations.push(annotation),
  };
  for (const piece of pieces) {
    readText(piece, result.state, sink);
    result.state = LogState.parse(JSON.parse(JSON.stringify(result.state)));
  }
  endLog(result.state, sink);
  return result;
}
const texts = (result: Read): string[] => result.lines.map(({ plain }) => plain);
const fixture = (name: string): string => readFileSync(join(__dirname, 'fixtures', `${name}.log`), 'utf8');

/** What a tool's output is read as: level, tool, place, code and message, without what was not said. */
const found = (name: string): string[] =>
  read(fixture(name)).annotations.map(({ line, level, tool, file, row, column, code, message }) =>
    [
      `${line}:`,
      level,
      tool,
      [file, row, column].filter((part) => part !== null).join(':'),
      code === null ? '' : `[${code}]`,
      message,
    ]
      .filter((part) => part !== '')
      .join(' '),
  );

describe('what tools complain of, in their own words', () => {
  test.each<[string, string[]]>([
    [
      'tsc',
      [
        "1: error tsc src/cart.ts:2:9 [TS2322] Type 'number' is not assignable to type 'string'.",
        "2: error tsc src/cart.ts:3:3 [TS2322] Type 'string' is not assignable to type 'number'.",
        "3: error tsc src/cart.ts:5:54 [TS2551] Property 'toFixd' does not exist on type 'number'. Did you mean 'toFixed'?",
      ],
    ],
    [
      'tsc-pretty',
      [
        "1: error tsc src/cart.ts:2:9 [TS2322] Type 'number' is not assignable to type 'string'.",
        "6: error tsc src/cart.ts:3:3 [TS2322] Type 'string' is not assignable to type 'number'.",
        "11: error tsc src/cart.ts:5:54 [TS2551] Property 'toFixd' does not exist on type 'number'. Did you mean 'toFixed'?",
      ],
    ],
    [
      'eslint',
      [
        "3: warning eslint src/cart.js:2:9 [no-unused-vars] 'unused' is assigned a value but never used",
        '4: error eslint src/cart.js:3:3 [no-var] Unexpected var, use let or const instead',
        "5: warning eslint src/cart.js:4:27 [no-unused-vars] 'sum' is assigned a value but never used",
        "6: error eslint src/cart.js:5:10 [no-undef] 'summ' is not defined",
      ],
    ],
    [
      'eslint-color',
      [
        "3: warning eslint src/cart.js:2:9 [no-unused-vars] 'unused' is assigned a value but never used",
        '4: error eslint src/cart.js:3:3 [no-var] Unexpected var, use let or const instead',
        "5: warning eslint src/cart.js:4:27 [no-unused-vars] 'sum' is assigned a value but never used",
        "6: error eslint src/cart.js:5:10 [no-undef] 'summ' is not defined",
      ],
    ],
    [
      'gcc',
      [
        '2: error gcc cart.c:5:38 ‘price’ undeclared (first use in this function); did you mean ‘prices’?',
        '7: error gcc cart.c:6:13 expected ‘;’ before ‘}’ token',
        '13: warning gcc cart.c:3:7 [-Wunused-variable] unused variable ‘unused’',
        "17: error ld link.c undefined reference to `missing'",
      ],
    ],
    [
      'cargo',
      [
        '2: warning rustc src/lib.rs:1:5 unused import: `std::collections::HashMap`',
        '10: error rustc src/lib.rs:4:5 [E0308] mismatched types',
        '19: error rustc src/lib.rs:3:37 [E0277] a value of type `String` cannot be made by summing an iterator over elements of type `&u32`',
      ],
    ],
    [
      'cargo-test',
      [
        '2: warning rustc src/lib.rs:1:5 unused import: `std::collections::HashMap`',
        '22: error cargo src/lib.rs:9:17 tests::adds: assertion `left == right` failed',
      ],
    ],
    [
      'go',
      [
        '2: error go cart.go:3:8 "fmt" imported and not used',
        '3: error go cart.go:10:9 undefined: summ',
        '5: error go cart.go:10:9 undefined: summ',
      ],
    ],
    [
      'go-test',
      [
        '3: error go test cart_test.go:8 TestTotal/rounds: got 2, want 3',
        '5: error go test [panic] TestPanics: assignment to entry in nil map',
      ],
    ],
    [
      'javac',
      [
        "1: error javac Cart.java:5 ';' expected",
        '5: warning javac Cart2.java:4 [rawtypes] found raw type: List',
        '11: error javac Cart2.java:5 incompatible types: int cannot be converted to String',
        '14: warning javac Cart2.java:6 [deprecation] Date(int,int,int) in Date has been deprecated',
        '17: warning javac Cart2.java:6 [unchecked] unchecked call to add(E) as a member of the raw type List',
        '22: error javac Cart2.java:7 cannot find symbol',
      ],
    ],
    [
      'mvn',
      [
        '2: error maven src/main/java/Cart.java:1:48 incompatible types: int cannot be converted to java.lang.String',
        '3: error maven src/main/java/Cart.java:1:58 cannot find symbol',
      ],
    ],
    [
      'pytest',
      [
        '16: error pytest test_cart.py:6 [AssertionError] TestCart.test_total: assert 3 == 4',
        '26: error pytest test_cart.py:9 [ValueError] test_rounds[1]: ValueError: no rate for EUR',
      ],
    ],
    [
      'python',
      ['4: error python syntax.py:1 [SyntaxError] invalid syntax', "10: error python crash.py:2 [KeyError] 'EUR'"],
    ],
    [
      'mypy',
      [
        '1: error mypy broken.py:3 [assignment] Incompatible types in assignment (expression has type "int", variable has type "str")',
        '2: error mypy broken.py:4 [name-defined] Name "summ" is not defined; did you mean "sum"?',
      ],
    ],
    [
      'ruff-concise',
      [
        '1: error ruff broken.py:1:1 [I001] Import block is un-sorted or un-formatted',
        '2: error ruff broken.py:1:8 [F401] `os` imported but unused',
        '3: error ruff broken.py:3:5 [F841] Local variable `s` is assigned to but never used',
        '4: error ruff broken.py:4:12 [F821] Undefined name `summ`',
        '5: error ruff syntax.py:1:11 [invalid-syntax] Expected a parameter or the end of the parameter list',
        '6: error ruff syntax.py:1:12 [invalid-syntax] Expected `)`, found newline',
        '7: error ruff test_cart.py:1:1 [I001] Import block is un-sorted or un-formatted',
      ],
    ],
    [
      'jest',
      [
        '2: error jest src/cart.test.js:3:47 cart > adds up: expect(received).toBe(expected) // Object.is equality',
        '19: error jest src/cart.test.js:6:11 cart > rounds: TypeError: no rate for EUR',
        '34: error jest vi.test.mjs Test suite failed to run: Must use import to load ES Module: /home/runner/work/shop/shop/vi.test.mjs',
      ],
    ],
    [
      'mocha',
      [
        '12: error mocha mocha.cjs:2:55 cart > adds up: AssertionError [ERR_ASSERTION]: Expected values to be strictly equal:',
        '27: error mocha mocha.cjs:2:133 cart > tax > rounds: TypeError: no rate for EUR',
      ],
    ],
    [
      'vitest',
      ['9: error vitest vi.test.mjs:2:64 cart > adds up: AssertionError: expected 3 to be 4 // Object.is equality'],
    ],
    ['npm', ['1: error npm [ERESOLVE] unable to resolve dependency tree: peer react@"17.0.2" from react-dom@17.0.2']],
    [
      'pip',
      [
        '14: error pip Cannot install requests==2.31.0 and urllib3==1.20 because these package versions have conflicting dependencies.',
        '25: error pip Could not find a version that satisfies the requirement requests==99.9',
      ],
    ],
  ])('%s', (name, expected) => {
    expect(found(name)).toEqual(expected);
  });

  test('the long form of ruff says the same as its short one', () => {
    const short = (name: string) => found(name).map((one) => one.replace(/^\d+: /, ''));
    expect(short('ruff')).toEqual(short('ruff-concise'));
  });

  test('jest in colours says the same as without', () => {
    expect(found('jest-color')).toEqual(found('jest'));
  });

  test.each<[string, Partial<Annotation>]>([
    [
      '##[error]Process completed with exit code 1.',
      { tool: 'github', level: 'error', message: 'Process completed with exit code 1.' },
    ],
    [
      '::warning file=src/a.ts,line=3,col=5,title=Unused::x is %25 unused',
      { tool: 'github', level: 'warning', file: 'src/a.ts', row: 3, column: 5, message: 'Unused: x is % unused' },
    ],
    [
      '##[error]src/a.ts(3,5): error TS2304: Cannot find name x.',
      { tool: 'tsc', file: 'src/a.ts', row: 3, code: 'TS2304' },
    ],
    [
      '##vso[task.logissue type=warning;sourcepath=src\\a.cs;linenumber=7;code=CS0168;]declared but never used',
      { tool: 'azure', level: 'warning', file: 'src/a.cs', row: 7, code: 'CS0168' },
    ],
    ['ERROR: Job failed: exit code 1', { tool: 'gitlab', message: 'Job failed: exit code 1' }],
    [
      'Cart.cs(3,5): error CS1002: ; expected [/src/Shop.csproj]',
      { tool: 'msbuild', file: 'Cart.cs', row: 3, column: 5, code: 'CS1002', message: '; expected' },
    ],
    ['src/cart.cpp:3:1: fatal error: cart.h: No such file or directory', { tool: 'gcc', row: 3 }],
    ['e: file:///w/src/Cart.kt:3:5 Unresolved reference: summ', { tool: 'kotlinc', row: 3, column: 5 }],
    [
      ' ERR_PNPM_OUTDATED_LOCKFILE  Cannot install with "frozen-lockfile"',
      { tool: 'pnpm', code: 'ERR_PNPM_OUTDATED_LOCKFILE' },
    ],
    ['error: failed to select a version for `serde`.', { tool: 'cargo' }],
    [
      '  1) [chromium] › cart.spec.ts:3:5 › cart › adds up ────',
      { tool: 'playwright', row: 3, message: 'cart > adds up' },
    ],
  ])('%s', (line, expected) => {
    expect(read(line).annotations).toEqual([expect.objectContaining({ line: 1, ...expected })]);
  });

  test.each([
    'Compiling 3 files, 0 errors, 0 warnings',
    '0 failing',
    'warning: `cart` (lib) generated 1 warning',
    'error: could not compile `cart` (lib) due to 2 previous errors; 1 warning emitted',
    '2026-01-31 09:00:01 INFO no error here: all good',
    '✓ handles errors (3 ms)',
    'npm warn deprecated glob@7.2.3: old',
    'Downloading https://example.org/error.go:443',
    'PASS src/error.test.ts',
    '    at Object.<anonymous> (src/a.ts:1:2)',
  ])('is nothing to complain of: %s', (line) => {
    expect(read(`${line}\nnext`).annotations).toEqual([]);
  });
});

describe('paths', () => {
  test.each([
    ['/home/runner/work/shop/shop/src/a.ts', 'src/a.ts'],
    ['/__w/shop/shop/src/a.ts', 'src/a.ts'],
    ['D:\\a\\shop\\shop\\src\\a.ts', 'src/a.ts'],
    ['/builds/demo/shop/src/a.ts', 'src/a.ts'],
    ['/home/circleci/project/src/a.ts', 'src/a.ts'],
    ['/home/vsts/work/1/s/src/a.ts', 'src/a.ts'],
    ['./src/a.ts', 'src/a.ts'],
    ['/usr/include/stdio.h', '/usr/include/stdio.h'],
  ])('%s', (file, expected) => {
    expect(pathOf(file)).toBe(expected);
  });
});

describe('times', () => {
  test.each([
    ['2026-01-31T09:00:00.1234567Z hello', 'hello', '2026-01-31T09:00:00.123Z'],
    ['\ufeff2026-01-31T09:00:00Z hello', 'hello', '2026-01-31T09:00:00.000Z'],
    ['2026-01-31T09:00:00.123456Z 00O hello', 'hello', '2026-01-31T09:00:00.123Z'],
    ['[2026-01-31T09:00:00.123Z] hello', 'hello', '2026-01-31T09:00:00.123Z'],
    ['\u001b_bk;t=1769850000123\u0007hello', 'hello', '2026-01-31T09:00:00.123Z'],
    ['2026-01-31T09:00:00+02:00 hello', 'hello', '2026-01-31T07:00:00.000Z'],
    ['hello', 'hello', null],
    ['2026 was a year', '2026 was a year', null],
    ['9999-99-99T99:99:99Z hello', 'hello', null],
  ])('%s', (line, text, at) => {
    const [first] = read(line).lines;
    expect(first?.plain).toBe(text);
    expect(first?.at === null || first?.at === undefined ? null : new Date(first.at).toISOString()).toBe(at);
  });

  test('a line without one is of the time of the line before', () => {
    const { lines } = read('2026-01-31T09:00:00Z a\nb\n');
    expect(lines[1]?.at).toBe(lines[0]?.at);
  });
});

describe('what a terminal would show', () => {
  test.each([
    ['plain', 'plain'],
    ['10 %\r50 %\r100 %', '100 %'],
    ['done\r', 'done'],
    ['\u001b[2K\u001b[1G\u001b[32mok\u001b[39m', '\u001b[32mok\u001b[39m'],
    ['\u001b]8;;https://example.org\u0007link\u001b]8;;\u0007', 'link'],
    ['\u001b]0;title\u001b\\text', 'text'],
    ['a\u0000b\u0008c\td', 'abc\td'],
    ['\u001b(Bascii', 'ascii'],
    ['\u009b31mred', '\u001b[31mred'],
    ['\u001b[38;2;1;2;3mtrue colour', '\u001b[38;2;1;2;3mtrue colour'],
    ['\u001b[?25lhidden cursor\u001b[?25h', 'hidden cursor'],
    ['cut \u001b[', 'cut '],
  ])('%j', (line, expected) => {
    const [first] = read(line).lines;
    expect(first && coloured(first)).toBe(expected);
  });

  test('whatever comes, nothing is left but text, tabs and colours', () => {
    fc.assert(
      fc.property(
        fc.string({
          unit: fc.constantFrom('a', '\u001b', '[', ']', 'm', '3', ';', '\r', '\u0007', '\u009b', 'é', ' ', '\u0000'),
        }),
        (line) => {
          for (const shown of read(line).lines)
            expect(coloured(shown).replace(/\u001b\[[\d;:]*m/g, '')).not.toMatch(
              /[\u0000-\u0008\u000a-\u001f\u007f-\u009f]/,
            );
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('lines', () => {
  test('line ends of every system, and a last line without one', () => {
    expect(texts(read('a\r\nb\n\nc'))).toEqual(['a', 'b', '', 'c']);
    expect(texts(read('a\n'))).toEqual(['a']);
    expect(texts(read(''))).toEqual([]);
  });

  test('a very long one is cut into several, and nothing of it is lost', () => {
    const long = 'x'.repeat(MAX_LINE * 3 + 5);
    const { lines } = read(`${long}\nnext\n`);
    expect(lines.map(({ plain }) => plain.length)).toEqual([MAX_LINE, MAX_LINE, MAX_LINE, 5, 4]);
    const unended = read(...Array.from({ length: 40 }, () => 'y'.repeat(10_000)));
    expect(unended.lines.reduce((sum, { plain }) => sum + plain.length, 0)).toBe(400_000);
  });

  test('however a log is cut into parts, it is read the same', () => {
    const log = [fixture('jest-color'), fixture('cargo'), fixture('npm'), fixture('pytest'), fixture('vitest')].join(
      '##[group]next\n',
    );
    // Compared as text: a difference of thousands of lines takes jest minutes to show.
    const told = ({ lines, groups, annotations }: Read): string => JSON.stringify({ lines, groups, annotations });
    const whole = told(read(log));
    fc.assert(
      fc.property(fc.array(fc.nat(log.length), { maxLength: 12 }), (cuts) => {
        const at = [0, ...cuts.sort((a, b) => a - b), log.length];
        const pieces = at.slice(1).map((end, index) => log.slice(at[index], end));
        expect(told(read(...pieces)) === whole).toBe(true);
      }),
      { numRuns: 60 },
    );
  });
});

describe('groups', () => {
  const closed = (log: string) =>
    read(log)
      .groups.filter(({ to }) => to !== null)
      .map(({ from, to, name, depth }) => `${from}-${to} ${depth} ${name}`);

  test('of GitHub', () => {
    const log = '##[group]Run npm ci\nnpm ci\n##[endgroup]\nadded 3\n::group::Inner\nx\n::endgroup::\n';
    expect(closed(log)).toEqual(['1-3 0 Run npm ci', '5-7 0 Inner']);
  });

  test('of GitHub, one that is never ended ends where the next begins', () => {
    expect(closed('##[group]a\n1\n##[group]b\n2\n')).toEqual(['1-2 0 a', '3-4 0 b']);
  });

  test('of GitLab, one in the other, hidden from people', () => {
    const log =
      'section_start:1560896352:build[collapsed=true]\r\u001b[0K\u001b[36mBuild all\u001b[0m\nx\n' +
      'section_start:1560896353:deps\r\u001b[0KInstall\ny\nsection_end:1560896354:deps\r\u001b[0Kz\nsection_end:1560896355:build\r\u001b[0K\n';
    expect(closed(log)).toEqual(['3-5 1 Install', '1-6 0 Build all']);
    expect(texts(read(log))).toEqual(['Build all', 'x', 'Install', 'y', 'z', '']);
  });

  test('of Buildkite, Azure, Travis and TeamCity', () => {
    expect(closed('--- :package: Install\na\n+++ Test\nb')).toEqual(['1-2 0 :package: Install', '3-4 0 Test']);
    expect(closed('##[section]Starting: Build\na\n##[section]Finishing: Build\n')).toEqual(['1-3 0 Build']);
    expect(closed('travis_fold:start:install\r\u001b[0Knpm ci\na\ntravis_fold:end:install\r\u001b[0K\n')).toEqual([
      '1-3 0 npm ci',
    ]);
    expect(
      closed("##teamcity[blockOpened name='Unit |'tests|'']\na\n##teamcity[blockClosed name='Unit |'tests|'']\n"),
    ).toEqual(["1-3 0 Unit 'tests'"]);
  });

  test('a patch and a result of go test are none', () => {
    expect(closed('--- a/src/x.ts\n+++ b/src/x.ts\n--- FAIL: TestX (0.00s)\n')).toEqual([]);
  });
});
