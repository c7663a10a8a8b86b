import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { ClipboardButton, useStyles2 } from '@grafana/ui';
import type { NotePart, ReleaseNote, ReleaseNotes } from '@summit/contracts';
import { api } from '../../../../../shared/api/client';
import { useLoad } from '../../../../../shared/api/useLoad';
import { count } from '../../../../../shared/time/format';
import { OutsideLink } from '../../../../../shared/ui/PageLink';
import { FailureNotice, Skeleton } from '../../../../../shared/ui/states';
import { safeUrl } from '../../../../../shared/url/safeUrl';
import { Section } from '../Section';

/** What it brought, as it is told to users: by kind, to be copied as Markdown. */
export const Notes = ({ deploymentId, shipped }: { deploymentId: string; shipped: number }) => {
  const path = `/deployments/${encodeURIComponent(deploymentId)}/notes`;
  // What is learned late about its changes shows when it is counted anew.
  const { data, failure, loading, reload } = useLoad(`${path} ${shipped}`, () => api.get<ReleaseNotes>(path));
  if (shipped === 0) return null;
  const compare = safeUrl(data?.compareUrl);
  return (
    <Section
      title="Release notes"
      actions={
        data && (
          <>
            <ClipboardButton size="sm" variant="secondary" icon="copy" getText={() => data.markdown}>
              Copy as Markdown
            </ClipboardButton>
            {compare && (
              <OutsideLink size="sm" variant="secondary" fill="text" icon="external-link-alt" href={compare}>
                All that changed
              </OutsideLink>
            )}
          </>
        )
      }
    >
      {failure && <FailureNotice failure={failure} retry={reload} />}
      {!data && loading && <Skeleton rows={3} waitsFor="the release notes" />}
      {data && <Groups notes={data} />}
    </Section>
  );
};

const Groups = ({ notes }: { notes: ReleaseNotes }) => {
  const styles = useStyles2(getStyles);
  const told = notes.groups.reduce((sum, group) => sum + group.notes.length, 0);
  return (
    <div data-testid="release-notes">
      {notes.groups.map((group) => (
        <div key={group.kind} data-testid="note-group" data-kind={group.kind}>
          <h3 className={styles.kind}>{group.title}</h3>
          <ul className={styles.list}>
            {group.notes.map((note) => (
              <Note key={`${note.number ?? ''} ${note.commit}`} note={note} />
            ))}
          </ul>
        </div>
      ))}
      {notes.total > told && (
        <p className={styles.weak}>
          The {count(told)} that landed last, of {count(notes.total)}.
        </p>
      )}
    </div>
  );
};

const Note = ({ note }: { note: ReleaseNote }) => {
  const styles = useStyles2(getStyles);
  const what = note.number === null ? note.commit.slice(0, 7) : `#${note.number}`;
  return (
    <li>
      {note.scope !== null && <strong>{note.scope}: </strong>}
      {note.parts.map((part, index) => (
        <Part key={index} part={part} />
      ))}{' '}
      <span className={styles.weak}>
        (<Part part={{ text: what, url: note.url, reference: true }} />
        {note.author !== null && `, by ${note.author}`}
        {note.references.map((part) => (
          <span key={part.text}>
            , <Part part={part} />
          </span>
        ))}
        )
      </span>
      {note.breakingNotes.map((text) => (
        <div key={text} className={styles.weak}>
          {text}
        </div>
      ))}
    </li>
  );
};

const Part = ({ part }: { part: NotePart }) => {
  const styles = useStyles2(getStyles);
  const url = safeUrl(part.url);
  return url === null ? (
    part.text
  ) : (
    <a href={url} target="_blank" rel="noreferrer" className={styles.link}>
      {part.text}
    </a>
  );
};

const getStyles = (theme: GrafanaTheme2) => ({
  kind: css({ fontSize: theme.typography.h6.fontSize, margin: theme.spacing(1, 0, 0.5) }),
  list: css({ margin: 0, paddingLeft: theme.spacing(3), overflowWrap: 'anywhere' }),
  weak: css({ color: theme.colors.text.secondary }),
  link: css({ color: theme.colors.text.link }),
});
