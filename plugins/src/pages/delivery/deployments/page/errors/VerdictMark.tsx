import { css } from '@emotion/css';
import type { GrafanaTheme2, IconName } from '@grafana/data';
import { Icon, useStyles2, useTheme2 } from '@grafana/ui';
import type { ImpactVerdict } from '@summit/contracts';

const looks: Readonly<
  Record<ImpactVerdict, { word: string; icon: IconName; colour: (theme: GrafanaTheme2) => string; about: string }>
> = {
  worse: {
    word: 'Worse',
    icon: 'arrow-up',
    colour: (theme) => theme.colors.error.text,
    about: 'There are more errors than before, and chance alone does not explain it.',
  },
  better: {
    word: 'Better',
    icon: 'arrow-down',
    colour: (theme) => theme.colors.success.text,
    about: 'There are fewer errors than before, and chance alone does not explain it.',
  },
  no_difference: {
    word: 'No difference shown',
    icon: 'minus',
    colour: (theme) => theme.colors.text.primary,
    about: 'Chance explains the difference. The interval says how large it may be all the same.',
  },
  too_little_data: {
    word: 'Too little data',
    icon: 'question-circle',
    colour: (theme) => theme.colors.text.secondary,
    about: 'Too few errors, or all in one burst: they could not show a difference, however they fell.',
  },
};

const aboutLatency: Readonly<Record<ImpactVerdict, string>> = {
  worse: 'Requests take longer than before, and chance alone does not explain it.',
  better: 'Requests take less time than before, and chance alone does not explain it.',
  no_difference: looks.no_difference.about,
  too_little_data: 'Too few requests, or in too few minutes: they could not show a difference, however long they took.',
};

interface Props {
  verdict: ImpactVerdict;
  of?: 'errors' | 'latency';
}

/** What became of the errors or the latency, as icon and word. */
export const VerdictMark = ({ verdict, of = 'errors' }: Props) => {
  const styles = useStyles2(getStyles);
  const theme = useTheme2();
  const { word, icon, colour, about } = looks[verdict];
  return (
    <span
      className={styles.mark}
      style={{ color: colour(theme) }}
      title={of === 'latency' ? aboutLatency[verdict] : about}
      data-testid={of === 'latency' ? 'latency-impact' : 'impact'}
      data-verdict={verdict}
    >
      <Icon name={icon} aria-hidden />
      {word}
    </span>
  );
};

const getStyles = (theme: GrafanaTheme2) => ({
  mark: css({
    display: 'inline-flex',
    alignItems: 'center',
    gap: theme.spacing(0.5),
    fontWeight: theme.typography.fontWeightMedium,
    whiteSpace: 'nowrap',
  }),
});
