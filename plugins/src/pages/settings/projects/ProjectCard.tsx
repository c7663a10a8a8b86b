import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Icon, useStyles2 } from '@grafana/ui';
import type { Project } from '@summit/contracts';
import { Keys } from './Keys';
import { SdkSetup } from './SdkSetup';
import { languageOf, suggested, type Language } from './snippets';

interface Props {
  project: Project;
  open: boolean;
  toggle: () => void;
  sdk: string;
  chooseSdk: (sdk: Language) => void;
  changed: () => void;
}

/** A project: folded its name, opened its keys and the way to send with them. */
export const ProjectCard = ({ project, open, toggle, sdk, chooseSdk, changed }: Props) => {
  const styles = useStyles2(getStyles);
  const live = project.keys.find(({ revokedAt }) => revokedAt === null);
  return (
    <section className={styles.card} aria-label={project.name} data-testid="project" data-project={project.slug}>
      <button type="button" className={styles.head} aria-expanded={open} onClick={toggle}>
        <Icon name={open ? 'angle-down' : 'angle-right'} aria-hidden />
        <span className={styles.name}>{project.name}</span>
        <span className={styles.weak}>
          {project.slug} · id {project.id}
          {project.platform !== null && ` · ${project.platform}`}
        </span>
      </button>
      {open && (
        <div className={styles.body}>
          <Keys project={project} changed={changed} />
          {live && (
            <SdkSetup
              dsn={live.dsn}
              language={sdk ? languageOf(sdk) : suggested(project.platform)}
              choose={chooseSdk}
            />
          )}
        </div>
      )}
    </section>
  );
};

const getStyles = (theme: GrafanaTheme2) => ({
  card: css({
    marginBottom: theme.spacing(1),
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
    background: theme.colors.background.primary,
  }),
  head: css({
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(1),
    width: '100%',
    padding: theme.spacing(1, 1.5),
    border: 0,
    background: 'none',
    textAlign: 'left',
    '&:hover': { background: theme.colors.action.hover },
  }),
  name: css({ fontWeight: theme.typography.fontWeightMedium }),
  weak: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
  body: css({ padding: theme.spacing(1, 2, 2), borderTop: `1px solid ${theme.colors.border.weak}` }),
});
