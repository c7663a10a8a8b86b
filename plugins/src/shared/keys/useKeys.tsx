import { Modal, useStyles2 } from '@grafana/ui';
import { useEffect, useLayoutEffect, useRef, useState, type ReactElement } from 'react';
import { tableStyles } from '../ui/tableStyles';
import { isTyping } from './typing';

export interface Binding {
  key: string;
  does: string;
  /** Left out for keys that are bound elsewhere and only told here. */
  run?: (event: KeyboardEvent) => void;
}

/** Binds the page's own keys, and `?` to a list of them; the element returned is that list and belongs into the page. */
export function useKeys(bindings: readonly Binding[]): ReactElement {
  const [help, setHelp] = useState(false);
  const latest = useRef(bindings);
  // In the same commit as the rows: a key pressed as soon as they are seen must find them.
  useLayoutEffect(() => {
    latest.current = bindings;
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (isTyping(event)) return;
      if (event.key === '?') setHelp((shown) => !shown);
      else latest.current.find(({ key }) => key === event.key)?.run?.(event);
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
  return <KeyHelp bindings={bindings} shown={help} close={() => setHelp(false)} />;
}

interface HelpProps {
  bindings: readonly Binding[];
  shown: boolean;
  close: () => void;
}

const KeyHelp = ({ bindings, shown, close }: HelpProps) => {
  const styles = useStyles2(tableStyles);
  return (
    <Modal title="Keys of this page" isOpen={shown} onDismiss={close} onClickBackdrop={close}>
      <table className={styles.table}>
        <tbody>
          {[...bindings, { key: '?', does: 'Show or hide this list' }].map(({ key, does }) => (
            <tr key={key}>
              <td>
                <kbd>{key}</kbd>
              </td>
              <td>{does}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Modal>
  );
};
