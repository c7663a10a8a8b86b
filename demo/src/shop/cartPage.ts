import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createContext, Script } from 'node:vm';
import { z } from 'zod';

export const cartUrl = 'https://shop.demo.example/cart';

const html = readFileSync(join(__dirname, 'cart.html'), 'utf8');

/** What stands between the `html` tags of the page, as a browser gives it. */
export const cartHtml = html.slice(html.indexOf('<head>'), html.lastIndexOf('</html>'));

const Thrown = z.object({ name: z.string(), message: z.string(), stack: z.string() });

type Listener = (event: object) => void;

/** The little of a browser that the page's script touches; nothing is found on the page. */
function emptyPage(): { listeners: Map<string, Listener>; globals: object } {
  const listeners = new Map<string, Listener>();
  const addEventListener = (type: string, listener: Listener) => void listeners.set(type, listener);
  return { listeners, globals: { document: { addEventListener, querySelector: () => null } } };
}

/** Runs the page's inline script, at its own lines, and returns its listeners. */
function load(): ReadonlyMap<string, Listener> {
  const { listeners, globals } = emptyPage();
  const start = html.indexOf('<script>') + '<script>'.length;
  const lineOffset = html.slice(0, start).split('\n').length - 1;
  const code = html.slice(start, html.indexOf('</script>'));
  new Script(code, { filename: cartUrl, lineOffset }).runInContext(createContext(globals));
  return listeners;
}

const events = {
  /** A cart that was filled before there were discounts. */
  cart: { detail: { lines: [{ quantity: 2, price: { amount: 4 } }] } },
  /** A form that names a button which is not on the page any more. */
  submit: { preventDefault: () => undefined, target: { dataset: { button: '#pay' } } },
} as const;

/** Name, message and stack of what the page throws at an event, with the frames of the page alone: a browser has none of Node's. */
export function provokeCartPage(type: keyof typeof events): Error {
  try {
    load().get(type)?.(events[type]);
  } catch (thrown) {
    // It comes from another realm: `instanceof Error` does not hold.
    const { name, message, stack } = Thrown.parse(thrown);
    const own = stack.split('\n').filter((line, index) => index === 0 || line.includes(cartUrl));
    return Object.assign(new Error(message), { name, stack: own.join('\n') });
  }
  throw new Error(`the cart page did not fail at ${type}`);
}
