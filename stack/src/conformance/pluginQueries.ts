import ts from 'typescript';
import type { FoundQuery } from './queries';

/** A placeholder of a template literal, as its source text: `run.traceId`. */
export type Placeholders = Readonly<Record<string, readonly string[]>>;

function literalParts(
  node: ts.Expression,
  source: ts.SourceFile,
): { text: string; placeholders: string[] } | undefined {
  if (ts.isStringLiteralLike(node)) return { text: node.text, placeholders: [] };
  if (!ts.isTemplateExpression(node)) return undefined;
  const placeholders = node.templateSpans.map((span) => span.expression.getText(source));
  const text =
    node.head.text +
    node.templateSpans.map((span) => `\u0000${span.expression.getText(source)}\u0000${span.literal.text}`).join('');
  return { text, placeholders };
}

function propertyName(node: ts.PropertyAssignment): string {
  return ts.isIdentifier(node.name) || ts.isStringLiteral(node.name) ? node.name.text : '';
}

/** Each combination of the placeholders' values; throws for a placeholder that has none. */
function fill(name: string, text: string, placeholders: readonly string[], values: Placeholders): string[] {
  return [...new Set(placeholders)].reduce(
    (texts, placeholder) => {
      const known = values[placeholder];
      if (known === undefined) throw new Error(`${name}: nothing is known about the placeholder \${${placeholder}}`);
      return texts.flatMap((one) => known.map((value) => one.replaceAll(`\u0000${placeholder}\u0000`, value)));
    },
    [text],
  );
}

/**
 * The LogQL and PromQL that the plugins' source holds: properties named `expr`, whose text is a literal or a template. A log query is told by
 * the braces it starts with.
 */
export function pluginQueries(file: string, code: string, values: Placeholders): FoundQuery[] {
  const source = ts.createSourceFile(
    file,
    code,
    ts.ScriptTarget.Latest,
    true,
    file.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS,
  );
  const found: FoundQuery[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAssignment(node) && propertyName(node) === 'expr') {
      const parts = literalParts(node.initializer, source);
      const line = source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1;
      if (parts !== undefined) {
        const name = `${file}:${line}`;
        const filled = fill(name, parts.text, parts.placeholders, values);
        filled.forEach((expr, index) => {
          found.push({
            name: filled.length > 1 ? `${name} ${index + 1}` : name,
            language: expr.trimStart().startsWith('{') ? 'logql' : 'promql',
            expr,
            instant: false,
          });
        });
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}
