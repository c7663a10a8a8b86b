import { FilterInput } from '@grafana/ui';
import { useEffect, useRef, useState, type RefObject } from 'react';

interface Props {
  value: string;
  placeholder: string;
  onCommit: (text: string) => void;
  inputRef: RefObject<HTMLInputElement>;
}

const restMs = 300;

/** A search box that commits after a rest in typing or at Enter, so that not every letter asks the bridge. */
export const SearchBox = ({ value, placeholder, onCommit, inputRef }: Props) => {
  const [text, setText] = useState(value);
  const committed = useRef(value);
  const commit = useRef(onCommit);
  useEffect(() => {
    commit.current = onCommit;
  });
  useEffect(() => {
    // Only what came from elsewhere (back, a link, a tab) replaces what is being typed.
    if (value !== committed.current) setText(value);
    committed.current = value;
  }, [value]);
  useEffect(() => {
    if (text.trim() === committed.current) return;
    const timer = setTimeout(() => {
      committed.current = text.trim();
      commit.current(text.trim());
    }, restMs);
    return () => clearTimeout(timer);
  }, [text]);
  return (
    <FilterInput
      ref={inputRef}
      placeholder={placeholder}
      aria-label="Search"
      value={text}
      onChange={setText}
      escapeRegex={false}
      onKeyDown={(event) => {
        if (event.key === 'Enter') {
          committed.current = text.trim();
          onCommit(text.trim());
        } else if (event.key === 'Escape') event.currentTarget.blur();
      }}
    />
  );
};
