import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { LinkButton, useStyles2 } from '@grafana/ui';
import type { RunDetail } from '@summit/contracts';
import { Link } from 'react-router-dom';
import { nameOfProvider } from '../../../shared/ci/providers';
import { exploreUid } from '../../../shared/api/exploreUid';
import { appRoutes } from '../../../shared/appRoutes';
import { Status } from '../../../shared/status/Status';
import { Ago } from '../../../shared/time/Ago';
import { safeUrl } from '../../../shared/url/safeUrl';
import { logsUrl, sourceTraceUrl, traceUrl } from './links';

const Outside = ({ url, children }: { url: string | null | undefined; children: string }) => {
  const href = safeUrl(url);
  return href ? (
    <a href={href} target="_blank" rel="noreferrer">
      {children}
    </a>
  ) : (
    <span>{children}</span>
  );
};

/** Where a commit is shown on the provider's pages, beside the run. */
const commitUrl = (run: RunDetail): string | null => {
  const link = run.ledHere.find(({ kind }) => kind === 'commit');
  return link?.url ?? null;
};

export const RunHeader = ({ run, now }: { run: RunDetail; now: number }) => {
  const styles = useStyles2(getStyles);
  const tempo = exploreUid('tempo');
  const loki = exploreUid('loki');
  const provider = safeUrl(run.url);
  return (
    <header className={styles.header}>
      <div className={styles.facts}>
        <span className={styles.title}>{run.title ?? run.commitMessage ?? run.name}</span>
        <span className={styles.weak}>
          {run.repository} · {run.branch ?? 'no branch'}
          {run.change && (
            <>
              {' ← '}
              <Outside
                url={run.change.url}
              >{`PR #${run.change.number}${run.change.title ? ` "${run.change.title}"` : ''}`}</Outside>
            </>
          )}
          {run.commit && (
            <>
              {' · '}
              <Outside url={commitUrl(run)}>{run.commit.slice(0, 7)}</Outside>
            </>
          )}
          {run.actor && ` by @${run.actor.name}`} · <Ago time={run.queuedAt} />
        </span>
        {run.attempts.length > 1 && (
          <nav aria-label="Attempts" className={styles.attempts}>
            {run.attempts.map(({ id, attempt, displayStatus }) => (
              <Link
                key={id}
                to={appRoutes.run(id)}
                aria-current={id === run.id ? 'page' : undefined}
                className={id === run.id ? styles.current : undefined}
              >
                attempt {attempt} <Status status={displayStatus} compact />
              </Link>
            ))}
          </nav>
        )}
      </div>
      <div className={styles.actions}>
        {tempo && (
          <LinkButton size="sm" variant="secondary" icon="align-left" href={traceUrl(run, tempo, now)}>
            Trace
          </LinkButton>
        )}
        {tempo && run.sourceTraceId && (
          <LinkButton
            size="sm"
            variant="secondary"
            icon="align-left"
            href={sourceTraceUrl(run, run.sourceTraceId, tempo, now)}
            tooltip="What the CI system itself sent of this run, if that is in Tempo, too"
          >
            {`${nameOfProvider(run.provider)}'s trace`}
          </LinkButton>
        )}
        {loki && (
          <LinkButton size="sm" variant="secondary" icon="gf-logs" href={logsUrl(run, loki, now)}>
            Logs
          </LinkButton>
        )}
        {provider && (
          <LinkButton
            size="sm"
            variant="secondary"
            icon="external-link-alt"
            href={provider}
            target="_blank"
            rel="noreferrer"
          >
            {nameOfProvider(run.provider)}
          </LinkButton>
        )}
      </div>
    </header>
  );
};

const getStyles = (theme: GrafanaTheme2) => ({
  header: css({
    display: 'flex',
    flexWrap: 'wrap',
    justifyContent: 'space-between',
    gap: theme.spacing(1),
    marginBottom: theme.spacing(1),
  }),
  facts: css({
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(0.5),
    a: { color: theme.colors.text.link },
  }),
  title: css({ fontSize: theme.typography.h5.fontSize }),
  weak: css({ color: theme.colors.text.secondary }),
  attempts: css({ display: 'flex', gap: theme.spacing(2) }),
  current: css({ fontWeight: theme.typography.fontWeightBold }),
  actions: css({ display: 'flex', gap: theme.spacing(1), alignItems: 'flex-start' }),
});
