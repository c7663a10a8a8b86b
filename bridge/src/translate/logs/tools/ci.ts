import { levelOf, number, type Found } from './model';

/** What a job tells its CI system by a command of that system, and what the system says itself. */
const GITHUB = /^(?:##\[(error|warning)\]|::(error|warning)(?: ([^]*?))?::)(.*)$/;
const AZURE = /^##vso\[task\.logissue ([^\]]*)\](.*)$/;
const GITLAB = /^(ERROR|WARNING): ((?:Job failed|Uploading artifacts|Preparation failed).*)$/;

export interface Command extends Found {
  /** What the command says, which a tool may have written. */
  said: string;
}

/** A complaint in the words of a CI system; undefined for any other line. */
export function ciCommand(text: string): Command | undefined {
  const first = text.charCodeAt(0);
  if (first !== 0x23 && first !== 0x3a) {
    const gitlab = first === 0x45 || first === 0x57 ? GITLAB.exec(text) : null;
    return gitlab ? { level: levelOf(gitlab[1]), tool: 'gitlab', message: gitlab[2] ?? '', said: '' } : undefined;
  }
  return fromGithub(text) ?? fromAzure(text);
}

function fromGithub(text: string): Command | undefined {
  const github = GITHUB.exec(text);
  if (!github) return undefined;
  const properties = pairs(github[3] ?? '', ',');
  const said = unescaped(github[4] ?? '');
  const title = properties.get('title');
  return {
    level: levelOf(github[1] ?? github[2]),
    tool: 'github',
    file: properties.get('file'),
    row: number(properties.get('line')),
    column: number(properties.get('col')),
    message: title === undefined || title === '' ? said : `${title}: ${said}`,
    said,
  };
}

function fromAzure(text: string): Command | undefined {
  const azure = AZURE.exec(text);
  if (!azure) return undefined;
  const properties = pairs(azure[1] ?? '', ';');
  return {
    level: levelOf(properties.get('type')),
    tool: 'azure',
    file: properties.get('sourcepath'),
    row: number(properties.get('linenumber')),
    column: number(properties.get('columnnumber')),
    code: properties.get('code'),
    message: azure[2] ?? '',
    said: azure[2] ?? '',
  };
}

function pairs(text: string, separator: string): Map<string, string> {
  return new Map(
    text.split(separator).flatMap((pair): [string, string][] => {
      const at = pair.indexOf('=');
      return at < 1 ? [] : [[pair.slice(0, at).trim().toLowerCase(), unescaped(pair.slice(at + 1).trim())]];
    }),
  );
}

const escapes: Readonly<Record<string, string>> = { '%0A': ' ', '%0D': '', '%3A': ':', '%2C': ',', '%25': '%' };
const unescaped = (text: string): string => text.replace(/%(?:0A|0D|3A|2C|25)/g, (code) => escapes[code] ?? code);
