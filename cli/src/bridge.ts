import { type Environment, told } from './ci/model';
import { realClock } from './send';
import { Usage } from './terminal';

/** Where the bridge is. What is wrong with it is said without repeating it: there may be a password in it. */
export function addressOf(env: Environment): URL {
  const base = told(env['SUMMIT_URL']);
  if (base === undefined) throw new Usage('SUMMIT_URL is not set: it says where the bridge is');
  if (!/^https?:\/\//.test(base) || !URL.canParse(base)) throw new Usage('SUMMIT_URL is no address of http or https');
  const address = new URL(base);
  if (address.username !== '' || address.password !== '') {
    throw new Usage('SUMMIT_URL has a name or a password in it');
  }
  address.search = '';
  address.hash = '';
  return address;
}

/** What it lets the job in with; never an option, so that no log has it. */
export function tokenOf(env: Environment): string {
  const token = told(env['SUMMIT_TOKEN'])?.trim();
  if (token === undefined) throw new Usage('SUMMIT_TOKEN is not set: it is an API token with the scope ingest');
  if (!/^[\x21-\x7e]+$/.test(token)) {
    throw new Usage('SUMMIT_TOKEN is no token: it has blanks or other characters in it');
  }
  return token;
}

/** Until when to try, on the clock of `send`. @throws Usage */
export function deadlineOf(given: string | undefined, seconds: number): number {
  const asked = Number(given ?? seconds);
  if (!(asked > 0 && asked <= 86_400)) throw new Usage('--timeout is a number of seconds');
  return realClock.now() + asked * 1000;
}
