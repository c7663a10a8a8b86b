import { sharedModule } from './allowList';

type Module = Record<string, unknown>;
type Factory = (...dependencies: unknown[]) => unknown;
interface Definition {
  dependencies: readonly string[];
  factory: Factory;
}

const isModule = (value: unknown): value is Module => typeof value === 'object' && value !== null;

/** Waits for the `define` call of one script: the browser names the running script in `document.currentScript`. */
const runScript = (url: string, definitions: Map<string, Definition>): Promise<Definition> =>
  new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = url;
    script.async = true;
    script.onload = () => {
      const definition = definitions.get(script.src);
      if (definition) {
        resolve(definition);
      } else {
        reject(new Error(`${url} did not call define(): it is not an AMD module`));
      }
    };
    script.onerror = () => reject(new Error(`${url} could not be loaded`));
    document.head.appendChild(script);
  });

const installDefine = (): Map<string, Definition> => {
  const definitions = new Map<string, Definition>();
  const define = (...args: unknown[]): void => {
    const factory = args.at(-1);
    const dependencies = args.find((arg): arg is string[] => Array.isArray(arg)) ?? [];
    const script = document.currentScript;
    if (typeof factory === 'function' && script instanceof HTMLScriptElement) {
      definitions.set(script.src, {
        dependencies,
        factory: (...values) => Reflect.apply(factory, undefined, values) as unknown,
      });
    }
  };
  Object.assign(window, { define: Object.assign(define, { amd: {} }) });
  return definitions;
};

/** Makes an importer of AMD modules that gives them shared modules only. Each address is loaded once. */
export const createImporter = () => {
  const definitions = installDefine();
  const loaded = new Map<string, Promise<Module>>();

  const load = async (url: string): Promise<Module> => {
    const { dependencies, factory } = await runScript(url, definitions);
    const exports: Module = {};
    const dependency = async (name: string): Promise<Module> => {
      if (name === 'exports') {
        return exports;
      }
      return name === 'module' ? { uri: url, id: url, exports } : sharedModule(name, url);
    };
    const values = await Promise.all(dependencies.map(dependency));
    const result = await factory(...values);
    return isModule(result) ? result : exports;
  };

  return (path: string): Promise<Module> => {
    const url = new URL(path, document.baseURI).href;
    const known = loaded.get(url) ?? load(url);
    loaded.set(url, known);
    return known;
  };
};
export type Importer = ReturnType<typeof createImporter>;
