/** Names longer than this are generated; what comes after it does not tell code apart, and it bounds the expressions below. */
const NAME_LENGTH = 256;

const ANONYMOUS = new Set([
  '',
  '?',
  '<anonymous>',
  '<unknown>',
  'anonymous',
  '(anonymous function)',
  '(anonymous)',
  '<redacted>',
  '[unknown]',
  'global code',
]);

const JAVASCRIPT = new Set(['javascript', 'node']);

/** A function's name without what a compiler, a runtime or a proxy generator made up. Empty for an anonymous function. */
export function cleanFunction(name: string, platform: string): string {
  const cut = name.slice(0, NAME_LENGTH);
  if (JAVASCRIPT.has(platform)) return javascript(cut);
  if (ANONYMOUS.has(cut.trim())) return '';
  if (platform === 'java' || platform === 'android' || platform === 'kotlin' || platform === 'scala') return java(cut);
  if (platform === 'php') return php(cut);
  if (platform === 'ruby') return ruby(cut);
  return cut.trim();
}

/** A module (Java: the class) without generated parts. */
export function cleanModule(module: string): string {
  return java(module.slice(0, NAME_LENGTH));
}

/** `Object.cart.checkout [as onClick]` → `checkout`: how an object is reached depends on the engine and on bundling, the last segment does not. */
function javascript(name: string): string {
  let rest = name.trim();
  const alias = rest.indexOf(' [as ');
  if (alias !== -1) rest = rest.slice(0, alias);
  const space = rest.lastIndexOf(' ');
  if (space !== -1 && /^(async|new|get|set|bound) /.test(rest)) rest = rest.slice(space + 1);
  if (ANONYMOUS.has(rest)) return '';
  // `/<` is how Firefox writes a function inside another.
  while (rest.endsWith('<') || rest.endsWith('/')) rest = rest.slice(0, -1);
  rest = rest.slice(rest.lastIndexOf('.') + 1);
  return ANONYMOUS.has(rest) || rest === '<anonymous>' || rest === 'anonymous>' ? '' : rest;
}

function java(name: string): string {
  const trimmed = name.trim();
  // Nearly every name has nothing generated in it, and this runs for each frame of each event.
  if (!trimmed.includes('$') && !trimmed.includes('Accessor') && !trimmed.includes('_jvst')) return trimmed;
  return trimmed
    .replace(/\$\$Lambda[$/][\w/.$]{0,64}/g, '$$$$Lambda')
    .replace(
      /\$\$(EnhancerBySpringCGLIB|FastClassBySpringCGLIB|EnhancerByCGLIB|FastClassByCGLIB|SpringCGLIB)\$\$[0-9a-f]{0,16}/gi,
      '$$$$$1',
    )
    .replace(
      /\b(GeneratedMethodAccessor|GeneratedConstructorAccessor|GeneratedSerializationConstructorAccessor)\d{1,10}/g,
      '$1',
    )
    .replace(
      /(\$Proxy|_jvst|Accessor|\$ByteBuddy\$|lambda\$\w{0,100}\$|\$anonfun\$\w{0,100}\$)[0-9a-zA-Z]{0,16}(?=$|[.$])/g,
      generated,
    )
    .replace(/(\$)\d{1,10}(?=$|[.$])/g, '$1');
}

/** Keeps the name before a counter: `lambda$checkout$3` → `lambda$checkout$`, `$Proxy42` → `$Proxy`. A word is not a counter. */
function generated(whole: string, prefix: string): string {
  const counter = whole.slice(prefix.length);
  return /\d/.test(counter) ? prefix : whole;
}

/** `class@anonymous` is followed by a path and an address. */
function php(name: string): string {
  const at = name.indexOf('class@anonymous');
  const base = at === -1 ? name : name.slice(0, at + 'class@anonymous'.length);
  return base.trim().replace(/^\{closure.{0,200}\}$/, '{closure}');
}

/** `block (2 levels) in checkout` → `checkout`; templates are compiled to methods with an address in their name. */
function ruby(name: string): string {
  const of = name.lastIndexOf(' in ');
  const base = /^(block|rescue|ensure)\b/.test(name) && of !== -1 ? name.slice(of + 4) : name;
  return base
    .trim()
    .replace(/_{2}_?\d{3,24}_\d{3,24}$/, '')
    .replace(/(_(?:erb|haml|slim|jbuilder))__*\d{1,24}_\d{1,24}$/, '$1');
}
