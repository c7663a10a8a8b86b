/** Browser with major version, and operating system, of a User-Agent header. Absent when it is none of the common ones. */
export interface UserAgent {
  browser?: string;
  os?: string;
}

/** First match wins: most browsers also name the ones they descend from. */
const BROWSERS: readonly (readonly [name: string, mark: string])[] = [
  ['Edge', 'Edg/'],
  ['Edge', 'EdgA/'],
  ['Edge', 'EdgiOS/'],
  ['Opera', 'OPR/'],
  ['Samsung Internet', 'SamsungBrowser/'],
  ['Firefox', 'FxiOS/'],
  ['Firefox', 'Firefox/'],
  ['Chrome', 'CriOS/'],
  ['Headless Chrome', 'HeadlessChrome/'],
  ['Chrome', 'Chrome/'],
];

const SYSTEMS: readonly (readonly [name: string, mark: string])[] = [
  ['iOS', 'iPhone'],
  ['iOS', 'iPad'],
  ['Android', 'Android'],
  ['Windows', 'Windows'],
  ['macOS', 'Mac OS X'],
  ['Chrome OS', 'CrOS'],
  ['Linux', 'Linux'],
];

export function readUserAgent(header: string): UserAgent {
  const agent = header.slice(0, 512);
  const result: UserAgent = {};
  const browser = BROWSERS.find(([, mark]) => agent.includes(mark));
  if (browser !== undefined) result.browser = versioned(browser[0], agent, browser[1]);
  else if (agent.includes('Safari/') && agent.includes('Version/'))
    result.browser = versioned('Safari', agent, 'Version/');
  const system = SYSTEMS.find(([, mark]) => agent.includes(mark));
  if (system !== undefined) result.os = system[0];
  return result;
}

function versioned(name: string, agent: string, mark: string): string {
  const version = /^\d{1,4}/.exec(agent.slice(agent.indexOf(mark) + mark.length))?.[0];
  return version === undefined ? name : `${name} ${version}`;
}
