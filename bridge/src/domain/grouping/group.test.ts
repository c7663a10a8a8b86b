import fc from 'fast-check';
import type { Frame } from '@summit/contracts';
import { groupEvent } from './group';
import { eventOf, messageOf } from './testing/events';

const hash = (event: Parameters<typeof groupEvent>[0]) => groupEvent(event).hash.toString('hex');
const parts = (event: Parameters<typeof groupEvent>[0]) => groupEvent(event).parts;

describe('one cause, seen twice, is one issue', () => {
  test.each<[string, string, Partial<Frame>, Partial<Frame>]>([
    [
      'JavaScript: another line number',
      'javascript',
      { function: 'pay', filename: 'app.js', lineno: 1 },
      { function: 'pay', filename: 'app.js', lineno: 99 },
    ],
    [
      'JavaScript: another content hash in the bundle’s name',
      'javascript',
      { function: 'pay', filename: 'https://shop.test/js/app.3f2a9c1b.js' },
      { function: 'pay', filename: 'https://shop.test/js/app.77d0e1f2.js' },
    ],
    [
      'JavaScript: a hash after a dash',
      'javascript',
      { function: 'pay', filename: 'https://shop.test/assets/index-D4k29fQx.js' },
      { function: 'pay', filename: 'https://shop.test/assets/index-Zk81mm2a.js' },
    ],
    [
      'JavaScript: another query string and host',
      'javascript',
      { function: 'pay', filename: 'https://a.test/app.js?v=1' },
      { function: 'pay', filename: 'https://b.test/app.js?v=2' },
    ],
    [
      'JavaScript: the object that the engine names',
      'javascript',
      { function: 'Object.pay [as onClick]', filename: 'app.js' },
      { function: 'cart.pay', filename: 'app.js' },
    ],
    [
      'JavaScript: async',
      'javascript',
      { function: 'async Object.pay', filename: 'app.js' },
      { function: 'pay', filename: 'app.js' },
    ],
    [
      'Firefox’s marks of inner functions',
      'javascript',
      { function: 'pay/</<', filename: 'app.js' },
      { function: 'pay', filename: 'app.js' },
    ],
    [
      'an inline script on two pages',
      'javascript',
      { function: 'pay', filename: 'https://shop.test/orders/17' },
      { function: 'pay', filename: 'https://shop.test/orders/18' },
    ],
    [
      'Node: the module beats the path',
      'node',
      { module: 'cart:pay', filename: '/app/v1/cart.js' },
      { module: 'cart:pay', filename: '/app/v2/cart.js' },
    ],
    [
      'Node: white space of the line',
      'node',
      { function: 'pay', filename: 'a.js', contextLine: '  return  total;' },
      { function: 'pay', filename: 'a.js', contextLine: 'return total;\t' },
    ],
    [
      'Python: another checkout directory',
      'python',
      { function: 'pay', filename: '/srv/1/cart.py' },
      { function: 'pay', filename: '/srv/2/cart.py' },
    ],
    [
      'Windows and POSIX paths',
      'python',
      { function: 'pay', filename: 'C:\\srv\\cart.py' },
      { function: 'pay', filename: '/srv/cart.py' },
    ],
    [
      'Java: a lambda’s number',
      'java',
      { module: 'shop.Cart', function: 'lambda$pay$3' },
      { module: 'shop.Cart', function: 'lambda$pay$17' },
    ],
    [
      'Java: a Lambda class',
      'java',
      { module: 'shop.Cart$$Lambda$14/0x0000000800c03000', function: 'run' },
      { module: 'shop.Cart$$Lambda/0x00007f1', function: 'run' },
    ],
    [
      'Java: a CGLIB proxy',
      'java',
      { module: 'shop.Cart$$EnhancerBySpringCGLIB$$1a2b3c4d', function: 'pay' },
      { module: 'shop.Cart$$EnhancerBySpringCGLIB$$9f8e7d6c', function: 'pay' },
    ],
    [
      'Java: a reflective accessor',
      'java',
      { module: 'jdk.internal.reflect.GeneratedMethodAccessor12', function: 'invoke' },
      { module: 'jdk.internal.reflect.GeneratedMethodAccessor99', function: 'invoke' },
    ],
    [
      'Java: a dynamic proxy',
      'java',
      { module: 'com.shop.$Proxy42', function: 'pay' },
      { module: 'com.shop.$Proxy7', function: 'pay' },
    ],
    [
      'PHP: an anonymous class',
      'php',
      { function: 'class@anonymous/srv/a.php:3$0::pay', filename: 'a.php' },
      { function: 'class@anonymous/var/b.php:9$1::pay', filename: 'a.php' },
    ],
    [
      'Ruby: the depth of blocks',
      'ruby',
      { function: 'block (2 levels) in pay', filename: 'cart.rb' },
      { function: 'pay', filename: 'cart.rb' },
    ],
    [
      'Ruby: a compiled template',
      'ruby',
      { function: '_app_views_cart_show_html_erb___123456_7890', filename: 'show.html.erb' },
      { function: '_app_views_cart_show_html_erb___99_1', filename: 'show.html.erb' },
    ],
  ])('%s', (_, platform, one, two) => {
    expect(parts(eventOf(platform, [two]))).toEqual(parts(eventOf(platform, [one])));
    expect(hash(eventOf(platform, [two]))).toBe(hash(eventOf(platform, [one])));
  });

  test('whatever the value says, once there are frames', () => {
    const frames = [{ function: 'pay', filename: 'cart.py' }];
    expect(hash(eventOf('python', frames, { value: 'order 1' }))).toBe(
      hash(eventOf('python', frames, { value: 'another text' })),
    );
  });

  test('however deep the recursion', () => {
    const walk = { function: 'walk', filename: 'tree.py' };
    expect(hash(eventOf('python', [walk, walk, walk, walk]))).toBe(hash(eventOf('python', [walk])));
  });

  test('whatever the libraries between: only in-app frames count where there are some', () => {
    const own = { function: 'pay', filename: 'cart.py' };
    const library = { function: 'get', filename: 'requests.py', inApp: false };
    expect(hash(eventOf('python', [own, library, library]))).toBe(hash(eventOf('python', [own])));
    expect(parts(eventOf('python', [library]))).toEqual(['type Error', 'frame requests.py get']);
  });
});

describe('two causes are two issues', () => {
  const base = eventOf('node', [{ function: 'pay', filename: 'cart.js', contextLine: 'charge(card)' }], {
    type: 'TypeError',
  });
  test.each([
    [
      'another type',
      eventOf('node', [{ function: 'pay', filename: 'cart.js', contextLine: 'charge(card)' }], { type: 'RangeError' }),
    ],
    [
      'another function',
      eventOf('node', [{ function: 'refund', filename: 'cart.js', contextLine: 'charge(card)' }], {
        type: 'TypeError',
      }),
    ],
    [
      'another file',
      eventOf('node', [{ function: 'pay', filename: 'order.js', contextLine: 'charge(card)' }], { type: 'TypeError' }),
    ],
    [
      'another line of source',
      eventOf('node', [{ function: 'pay', filename: 'cart.js', contextLine: 'ship(parcel)' }], { type: 'TypeError' }),
    ],
    [
      'another frame below',
      eventOf(
        'node',
        [
          { function: 'main', filename: 'index.js' },
          { function: 'pay', filename: 'cart.js', contextLine: 'charge(card)' },
        ],
        { type: 'TypeError' },
      ),
    ],
  ])('%s', (_, other) => {
    expect(hash(other)).not.toBe(hash(base));
  });

  test('a chain with a cause, and the same without', () => {
    const [own] = base.exceptions;
    if (!own) throw new Error('no exception');
    const cause = { type: 'ECONNREFUSED', value: 'connect', frames: [] };
    expect(hash({ ...base, exceptions: [cause, own] })).not.toBe(hash(base));
  });

  test('parts that only meet when joined', () => {
    const one = messageOf('x', { fingerprint: ['ab', 'c'] });
    expect(hash(one)).not.toBe(hash({ ...one, fingerprint: ['a', 'bc'] }));
  });
});

describe('minified code', () => {
  test('a source line longer than people write does not count', () => {
    const frame = { function: 'n', filename: 'https://shop.test/app.js' };
    expect(parts(eventOf('javascript', [{ ...frame, contextLine: 'x'.repeat(400) }]))).toEqual([
      'type Error',
      'frame app.js n',
    ]);
  });

  test.each(['?', '<anonymous>', 'anonymous', '(anonymous function)', 'Object.<anonymous>'])(
    '%s names no function',
    (name) => {
      expect(parts(eventOf('javascript', [{ function: name, filename: 'app.js' }]))).toEqual([
        'type Error',
        'frame app.js',
      ]);
    },
  );
});

describe('without frames', () => {
  test('type and parameterised value', () => {
    const event = (value: string) => eventOf('python', [], { type: 'ValueError', value });
    expect(parts(event('order 4711 of a@b.test failed'))).toEqual([
      'type ValueError',
      'value order <int> of <email> failed',
    ]);
    expect(hash(event('order 1 of x@y.test failed'))).toBe(hash(event('order 4711 of a@b.test failed')));
    expect(hash(event('order 1 failed'))).not.toBe(hash(event('order 4711 of a@b.test failed')));
  });

  test('a synthetic type counts only where nothing else does', () => {
    const frames = [{ function: 'pay', filename: 'a.c' }];
    const synthetic = { synthetic: true };
    expect(parts(eventOf('native', frames, { type: 'SIGSEGV', exception: synthetic }))).toEqual(['frame a.c pay']);
    expect(parts(eventOf('native', [], { type: 'SIGSEGV', value: '', exception: synthetic }))).toEqual([
      'type SIGSEGV',
    ]);
  });

  test('a message by its template, or parameterised', () => {
    expect(parts(messageOf('User 7 left', { messageTemplate: 'User %s left' }))).toEqual(['message User %s left']);
    expect(parts(messageOf('User 7 left'))).toEqual(['message User <int> left']);
  });

  test('an event that says nothing still has a group', () => {
    expect(parts(messageOf('  '))).toEqual(['no exception and no message', 'transaction ', 'level error']);
  });
});

describe('the SDK’s fingerprint', () => {
  const event = eventOf('python', [{ function: 'pay', filename: 'cart.py' }], {
    type: 'ValueError',
    event: { tags: { customer: 'acme' }, transaction: 'POST /pay' },
  });

  test.each(['{{ default }}', '{{default}}'])('%s alone is Summit’s own grouping', (entry) => {
    expect(hash({ ...event, fingerprint: [entry] })).toBe(hash(event));
  });

  test('replaces the grouping', () => {
    expect(parts({ ...event, fingerprint: ['payments', 'declined'] })).toEqual([
      'fingerprint payments',
      'fingerprint declined',
    ]);
  });

  test('divides it when it is hybrid', () => {
    expect(parts({ ...event, fingerprint: ['{{ default }}', 'eu'] })).toEqual([
      'type ValueError',
      'frame cart.py pay',
      'fingerprint eu',
    ]);
  });

  test('fills in variables, and says so when there is nothing to fill in', () => {
    const fingerprint = [
      '{{ error.type }} in {{ transaction }}',
      '{{ tags.customer }}',
      '{{ tags.none }}',
      '{{ logger }}',
      '{{ unknown }}',
      '{{ stack.function }}',
    ];
    expect(parts({ ...event, fingerprint })).toEqual([
      'fingerprint ValueError in POST /pay',
      'fingerprint acme',
      'fingerprint <no tag>',
      'fingerprint <no logger>',
      'fingerprint {{ unknown }}',
      'fingerprint pay',
    ]);
  });

  test('a tag named __proto__ is only a tag that is not there', () => {
    expect(parts({ ...event, fingerprint: ['{{ tags.toString }}'] })).toHaveLength(1);
  });
});

test('grouping depends on nothing but the event', () => {
  const text = fc.string({ maxLength: 60 });
  const frame = fc.record({
    inApp: fc.boolean(),
    function: text,
    filename: text,
    module: fc.option(text, { nil: undefined }),
    contextLine: text,
  });
  fc.assert(
    fc.property(
      fc.array(frame, { maxLength: 6 }),
      text,
      text,
      fc.constantFrom('javascript', 'node', 'python', 'java', 'php', 'ruby', 'other'),
      (frames, type, value, platform) => {
        const build = () => eventOf(platform, frames, { type, value });
        const first = groupEvent(build());
        expect(groupEvent(build())).toEqual(first);
        expect(first.hash).toHaveLength(16);
        expect(first.parts.length).toBeGreaterThan(0);
      },
    ),
  );
});

test('100 KB of anything costs less than 50 ms', () => {
  const long = 100_000;
  const attacks = [
    'a'.repeat(long),
    '$'.repeat(long),
    'lambda$'.repeat(long / 7),
    '1'.repeat(long),
    'a1'.repeat(long / 2),
    '.'.repeat(long),
    ' '.repeat(long),
    'a@'.repeat(long / 2),
    'a.'.repeat(long / 2),
    '0:'.repeat(long / 2),
    '{{ '.repeat(long / 3),
    '-'.repeat(long),
    '_erb'.repeat(long / 4),
    '="'.repeat(long / 2),
    'x://'.repeat(long / 4),
  ];
  for (const attack of attacks) {
    for (const platform of ['javascript', 'java', 'php', 'ruby']) {
      const event = eventOf(
        platform,
        [{ function: attack, filename: attack, module: platform === 'java' ? attack : undefined, contextLine: attack }],
        { type: attack, value: attack, event: { fingerprint: ['{{ default }}', attack] } },
      );
      const withoutFrames = {
        ...event,
        exceptions: event.exceptions.map((exception) => ({ ...exception, frames: [] })),
      };
      const start = process.cpuUsage();
      groupEvent(event);
      groupEvent(withoutFrames);
      const { user } = process.cpuUsage(start);
      expect([attack.slice(0, 8), platform, user / 1000 < 50]).toEqual([attack.slice(0, 8), platform, true]);
    }
  }
});
