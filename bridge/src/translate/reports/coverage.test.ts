import type { CoveredFile } from '@summit/contracts';
import { readReport, ReportError } from './report';

const files = (text: string): CoveredFile[] => {
  const report = readReport(text);
  return report.kind === 'coverage' ? report.files : [];
};

describe('LCOV', () => {
  test('a file told twice is one: a line covered in either is covered', () => {
    expect(
      files(
        'TN:unit\nSF:a.c\nDA:1,1\nDA:2,0\nBRDA:1,0,0,-\nend_of_record\nTN:e2e\nSF:a.c\nDA:2,3\nDA:3,0\nBRDA:1,0,0,2\nend_of_record\n',
      ),
    ).toEqual([{ path: 'a.c', lines: { covered: 2, total: 3 }, branches: { covered: 1, total: 1 } }]);
  });

  test('sums count where the lines are left out', () => {
    expect(files('SF:a.c\nFNF:3\nFNH:2\nLF:10\nLH:7\nBRF:0\nBRH:0\nend_of_record')).toEqual([
      { path: 'a.c', lines: { covered: 7, total: 10 }, functions: { covered: 2, total: 3 } },
    ]);
  });

  test('functions of every release: with an end, by number, with commas', () => {
    expect(
      files(
        'SF:a.c\nFN:1,main\nFNDA:1,main\nFN:3,9,min<int, int>\nFNDA:0,min<int, int>\nFNL:0,12,14\nFNA:0,4,max\nDA:1,1\nend_of_record\n',
      )[0]?.functions,
    ).toEqual({ covered: 2, total: 3 });
  });

  test('Windows: its line ends and its slashes', () => {
    expect(files('TN:\r\nSF:src\\a.c\r\nDA:1,1\r\nend_of_record\r\n')).toEqual([
      { path: 'src/a.c', lines: { covered: 1, total: 1 } },
    ]);
  });

  test.each([
    ['cut off within a file', 'TN:\nSF:a.c\nDA:1,1\n'],
    ['a line without a number', 'SF:a.c\nDA:x,1\nend_of_record\n'],
    ['a line below 0', 'SF:a.c\nDA:-1,1\nend_of_record\n'],
    ['hits that are none', 'SF:a.c\nDA:1,\nend_of_record\n'],
    ['a file that has not ended', 'SF:a.c\nDA:1,1\nSF:b.c\nend_of_record\n'],
  ])('%s is refused', (_, text) => {
    expect(() => files(text)).toThrow(ReportError);
  });
});

describe('Go', () => {
  test('blocks that several packages covered count once, and joined profiles are one', () => {
    expect(
      files(
        'mode: set\nshop/a.go:1.1,2.2 3 0\nshop/a.go:3.1,4.2 2 1\nmode: set\nshop/a.go:1.1,2.2 3 1\nshop/b.go:1.1,1.9 1 0\n',
      ),
    ).toEqual([
      { path: 'shop/a.go', lines: { covered: 5, total: 5 } },
      { path: 'shop/b.go', lines: { covered: 0, total: 1 } },
    ]);
  });

  test('a path may hold what parts the rest', () => {
    expect(files('mode: set\nC:/my shop/a.go:1.1,2.2 3 1\n')[0]?.path).toBe('C:/my shop/a.go');
  });

  test.each(['mode: set\nshop/a.go:1.1,2.2 3', 'mode: set\nshop/a.go:1.1 3 1', 'mode: set\n 1 1', 'mode: set\nx'])(
    '%p is refused',
    (text) => {
      expect(() => files(text)).toThrow('The Go cover profile is malformed');
    },
  );
});

test('Cobertura: classes of one file are one, and a line told by its method and its class counts once', () => {
  const line = '<line number="1" hits="1" branch="true" condition-coverage="50% (1/2)"/>';
  const clazz = (name: string, hits: number): string =>
    `<class name="${name}" filename="a.cs"><methods><method name="m" signature="()"><lines>${line}</lines></method></methods>
     <lines>${line}<line number="2" hits="${hits}"/></lines></class>`;
  expect(
    files(
      `<coverage line-rate="1"><packages><package><classes>${clazz('A', 0)}${clazz('A.B', 1)}</classes></package></packages></coverage>`,
    ),
  ).toEqual([
    {
      path: 'a.cs',
      lines: { covered: 2, total: 2 },
      branches: { covered: 1, total: 2 },
      functions: { covered: 2, total: 2 },
    },
  ]);
});

test('Clover: classes within a file have sums of their own, which do not count again', () => {
  expect(
    files(
      `<coverage generated="1"><project><file name="/s/A.php"><class name="A"><metrics statements="9" coveredstatements="9" methods="9" coveredmethods="9"/></class>
       <line num="3" type="method" count="1"/><line num="4" type="stmt" count="2"/><line num="5" type="stmt" count="0"/>
       <metrics statements="2" coveredstatements="1" conditionals="0" coveredconditionals="0" methods="1" coveredmethods="1"/></file></project></coverage>`,
    ),
  ).toEqual([{ path: '/s/A.php', lines: { covered: 1, total: 2 }, functions: { covered: 1, total: 1 } }]);
});

test('JaCoCo: files of one name in two modules are two', () => {
  const module = (name: string): string =>
    `<group name="${name}"><package name="org/shop"><class name="org/shop/A"><counter type="LINE" missed="9" covered="9"/></class>
     <sourcefile name="A.java"><counter type="LINE" missed="1" covered="2"/></sourcefile></package></group>`;
  expect(
    files(
      `<!DOCTYPE report PUBLIC "-//JACOCO//DTD Report 1.1//EN" "report.dtd"><report name="all">${module('core')}${module('web')}</report>`,
    ),
  ).toEqual([
    { path: 'core/org/shop/A.java', lines: { covered: 2, total: 3 } },
    { path: 'web/org/shop/A.java', lines: { covered: 2, total: 3 } },
  ]);
});

test('no more is told than the database holds', () => {
  const most = { covered: 2_147_483_647, total: 2_147_483_647 };
  expect(files('SF:a.c\nLF:9007199254740991\nLH:4000000000\nBRF:3000000000\nBRH:3000000000\nend_of_record\n')).toEqual([
    { path: 'a.c', lines: most, branches: most },
  ]);
});

test('more covered than there are is not more than all', () => {
  expect(files('SF:a.c\nLF:3\nLH:7\nend_of_record\n')[0]?.lines).toEqual({ covered: 3, total: 3 });
});
