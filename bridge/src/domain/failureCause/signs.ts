import type { FailureRule } from '@summit/contracts';

/** Trouble that no change to the code mends. */
export type SignKind = Extract<
  FailureRule,
  'runner-lost' | 'disk-full' | 'out-of-memory' | 'killed' | 'registry' | 'network'
>;

interface Sign {
  kind: SignKind;
  pattern: RegExp;
}

/** In this order, the first that a line shows. */
const signs: readonly Sign[] = [
  {
    kind: 'runner-lost',
    pattern:
      /runner has received a shutdown signal|lost communication with the server|Job failed \(system failure\)|Agent (?:was |has been )?(?:lost|went offline|disconnected)|Cannot contact \S+: (?:hudson|java)\.|hudson\.remoting\.|ChannelClosedException|(?:pod|Pod) \S+ (?:was |has been )?(?:evicted|deleted|not found)|node was low on resource|spot instance interruption|Preparation failed: |job execution timed out waiting for pod/,
  },
  {
    kind: 'disk-full',
    pattern: /No space left on device|\bENOSPC\b|not enough space on the disk|Disk quota exceeded|\bEDQUOT\b/i,
  },
  {
    kind: 'out-of-memory',
    pattern:
      /\bOOMKilled\b|Out of memory: Kill|oom-kill|heap out of memory|java\.lang\.OutOfMemoryError|Cannot allocate memory|\bENOMEM\b|runtime: out of memory|memory allocation of \d+ bytes failed|The job running on runner .* has exceeded the memory limit|Killed signal terminated program/,
  },
  {
    kind: 'killed',
    pattern:
      /\bexit(?:ed)?(?: with)?(?: code| status)?:?(?: code| status)? (?:137|143)\b|^(?:\S+: line \d+: +\d+ )?(?:Killed|Terminated)(?: {2,}.*)?$|\b(?:signal|by) SIG(?:KILL|TERM)\b|signal: (?:killed|terminated)\b/,
  },
  {
    kind: 'registry',
    pattern:
      /toomanyrequests|pull rate limit|\bErrImagePull\b|\bImagePullBackOff\b|[Ff]ailed to pull image|received unexpected HTTP status: (?:429|5\d\d)|requested URL returned error: (?:429|5\d\d)|npm (?:error|ERR!) code E(?:429|5\d\d)\b|ERR_PNPM_(?:FETCH_(?:429|5\d\d)|META_FETCH_FAIL)|(?:429 Too Many Requests|50[234] (?:Bad Gateway|Service (?:Temporarily )?Unavailable|Gateway Time-?out))|Could not transfer artifact|HTTP (?:error|status) ?(?:code)? ?(?:429|50[234])|RPC failed; HTTP 5\d\d/,
  },
  {
    kind: 'network',
    pattern:
      /\b(?:ECONNRESET|ETIMEDOUT|ESOCKETTIMEDOUT|EAI_AGAIN|ENETUNREACH|EHOSTUNREACH)\b|getaddrinfo ENOTFOUND|Could not resolve host|Temporary failure in name resolution|Connection reset by peer|Connection timed out|TLS handshake timeout|: i\/o timeout|[Nn]etwork is unreachable|No route to host|Failed to connect to \S+ port \d+|remote end hung up unexpectedly|ReadTimeoutError|Remote end closed connection|Could not connect to server|[Nn]ame or service not known/,
  },
];

/** One look at most lines is enough: a line that shows trouble has one of these. */
const TELLING =
  /runner|server|system failure|Agent|hudson|Channel|[Pp]od |node was|interruption|Preparation|space|ENOSPC|quota|QUOT|OOM|oom-|memory|ENOMEM|Memory|exit|Killed|Terminated|killed|terminated|SIG|requests|Requests|rate limit|Image|image|HTTP|returned error|code E|ERR_PNPM|Bad Gateway|Unavailable|Time-?out|artifact|ECONN|TIMEDOUT|EAI_|UNREACH|ENOTFOUND|resolve host|name|reset by|timed out|timeout|unreachable|No route|Failed to connect|hung up|Timeout|Remote end|space left/;
/** What a test says to itself is no trouble of the network. */
const LOCAL = /\blocalhost\b|\b127\.\d+\.\d+\.\d+\b|\[?::1\]?:\d|\b0\.0\.0\.0\b/;
/** Expressions look at so much of a line. */
const LOOKED_AT = 1_000;

/** The trouble of machine, network or registry that a line of a log shows. `plain` is without colours and times. */
export function signIn(plain: string): SignKind | null {
  if (!TELLING.test(plain)) return null;
  const text = plain.length > LOOKED_AT ? plain.slice(0, LOOKED_AT) : plain;
  const found = signs.find(({ pattern }) => pattern.test(text))?.kind ?? null;
  return found === 'network' && LOCAL.test(text) ? null : found;
}

/** Trouble that ends a job whatever else its log says; the rest is often got over by another try, and is no more than a guess beside a failed test. */
const FATAL: ReadonlySet<SignKind> = new Set(['runner-lost', 'disk-full', 'out-of-memory', 'killed']);
export const isFatal = (kind: SignKind): boolean => FATAL.has(kind);

const KINDS: ReadonlySet<string> = new Set(signs.map(({ kind }) => kind));
export const isSignKind = (kind: string): kind is SignKind => KINDS.has(kind);
