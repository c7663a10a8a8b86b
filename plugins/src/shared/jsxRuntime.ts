/**
 * The automatic JSX runtime, over the React that Grafana shares. Grafana 12.2.0 does not share `react/jsx-runtime`, and a bundled
 * copy of React's own breaks under React 19; webpack maps both runtimes to this module.
 */
import { createElement, Fragment, type ElementType, type Key, type ReactElement, type ReactNode } from 'react';

type Props = Record<string, unknown> & { children?: ReactNode };

const propsOf = (props: Props, key: Key | undefined): Props => {
  const { children: _children, ...rest } = props;
  return key === undefined ? rest : { ...rest, key };
};

const isList = (children: ReactNode): children is readonly ReactNode[] => Array.isArray(children);

/** An element with at most one child; an array given as that child needs keys, as in React's own runtime. */
export const jsx = (type: ElementType, props: Props, key?: Key): ReactElement =>
  props.children === undefined
    ? createElement(type, propsOf(props, key))
    : createElement(type, propsOf(props, key), props.children);

/** An element whose children are written out in the source, so that they need no keys. */
export const jsxs = (type: ElementType, props: Props, key?: Key): ReactElement =>
  isList(props.children) ? createElement(type, propsOf(props, key), ...props.children) : jsx(type, props, key);

/** The development form; its last arguments are positions for React's developer tools and are not needed. */
export const jsxDEV = (type: ElementType, props: Props, key?: Key, isStatic?: boolean): ReactElement =>
  isStatic ? jsxs(type, props, key) : jsx(type, props, key);

export { Fragment };
