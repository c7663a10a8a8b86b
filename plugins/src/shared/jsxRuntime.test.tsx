import { renderToStaticMarkup } from 'react-dom/server';
import { isValidElement, type ReactNode } from 'react';
import { Fragment, jsx, jsxDEV, jsxs } from './jsxRuntime';

const Box = ({ title, children }: { title?: string; children?: ReactNode }) => <b title={title}>{children}</b>;

describe('the JSX runtime', () => {
  it('passes props and a single child', () => {
    expect(renderToStaticMarkup(jsx(Box, { title: 't', children: 'x' }))).toBe('<b title="t">x</b>');
  });

  it('keeps the key out of the props', () => {
    const element = jsx('i', { title: 't' }, 'k');
    expect(element.key).toBe('k');
    expect(element.props).toEqual({ title: 't' });
  });

  it('draws falsy children as React does', () => {
    expect(renderToStaticMarkup(jsx('i', { children: 0 }))).toBe('<i>0</i>');
    expect(renderToStaticMarkup(jsx('i', { children: false }))).toBe('<i></i>');
    expect(renderToStaticMarkup(jsx('i', { children: undefined }))).toBe('<i></i>');
  });

  it('takes static children without asking for keys', () => {
    const error = jest.spyOn(console, 'error').mockImplementation(() => undefined);
    expect(renderToStaticMarkup(jsxs(Fragment, { children: [jsx('i', {}), jsx('u', {})] }))).toBe('<i></i><u></u>');
    expect(renderToStaticMarkup(jsxDEV('p', { children: ['a', 'b'] }, undefined, true))).toBe('<p>ab</p>');
    expect(error).not.toHaveBeenCalled();
    error.mockRestore();
  });

  it('makes elements that React knows', () => {
    expect(isValidElement(jsxDEV('p', { children: 'a' }))).toBe(true);
  });
});
