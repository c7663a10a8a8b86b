import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { RadioButtonGroup, useStyles2 } from '@grafana/ui';
import { Copyable } from '../../../shared/ui/Copyable';
import { languages, snippet, type Language } from './snippets';

const options = languages.map(({ id, label }) => ({ value: id, label }));

interface Props {
  dsn: string;
  language: Language;
  choose: (language: Language) => void;
}

/** How to send errors, with the project's own DSN. */
export const SdkSetup = ({ dsn, language, choose }: Props) => {
  const styles = useStyles2(getStyles);
  const { install, setUp, tryOut } = snippet(language, dsn);
  return (
    <div className={styles.setup} data-testid="sdk">
      <RadioButtonGroup<Language> options={options} value={language} onChange={choose} aria-label="SDK" />
      <h4>1. Install the SDK</h4>
      <Copyable block text={install} label="install command" />
      <h4>2. Set it up before anything else</h4>
      <Copyable block text={setUp} label="set-up code" />
      <h4>3. Send a first error</h4>
      <Copyable block text={tryOut} label="test error" />
    </div>
  );
};

const getStyles = (theme: GrafanaTheme2) => ({
  setup: css({
    maxWidth: 900,
    marginTop: theme.spacing(2),
    h4: { margin: theme.spacing(2, 0, 0.5), fontSize: theme.typography.h6.fontSize },
  }),
});
