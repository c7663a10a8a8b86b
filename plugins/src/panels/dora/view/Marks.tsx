import { locationUtil } from '@grafana/data';
import { useTheme2 } from '@grafana/ui';
import { appRoutes } from '../../../shared/appRoutes';
import type { DoraMark } from '../../../shared/dora/data';
import { absolute } from '../../../shared/time/format';

interface Props {
  marks: readonly DoraMark[];
  from: string;
  to: string;
  width: number;
  /** Height of the plot, and of the strip below it. */
  plot: number;
  height: number;
}

/** Below the plot each deployment as a tick and each failure as a diamond; as long as it lasted the axis is red. */
export const Marks = ({ marks, from, to, width, plot, height }: Props) => {
  const theme = useTheme2();
  const [start, end] = [Date.parse(from), Date.parse(to)];
  const x = (time: string | null): number => {
    const at = time === null ? end : Date.parse(time);
    return end > start ? ((Math.min(Math.max(at, start), end) - start) / (end - start)) * width : 0;
  };
  const middle = plot + height / 2;
  return (
    <g>
      {marks.map(({ kind, id, title, at, until }) =>
        kind === 'deployment' ? (
          <rect
            key={`${kind} ${id}`}
            x={x(at) - 0.5}
            y={plot + 3}
            width={1}
            height={height - 5}
            fill={theme.colors.text.secondary}
            data-mark={kind}
          >
            <title>{`Deployed ${title}, ${absolute(at)}`}</title>
          </rect>
        ) : (
          <a
            key={`${kind} ${id}`}
            href={locationUtil.assureBaseUrl(appRoutes.deployment(id))}
            data-mark={kind}
            // By keyboard and screen reader it is reached in the list behind the fail rate.
            tabIndex={-1}
            aria-hidden
          >
            <title>{`Failure after ${title}, ${absolute(at)}${until ? ` until ${absolute(until)}` : ', not over'}`}</title>
            <rect
              x={x(at)}
              y={plot}
              width={Math.max(1, x(until) - x(at))}
              height={2}
              fill={theme.colors.error.border}
            />
            <path
              d={`M${x(at)} ${middle - 4}l4 4l-4 4l-4 -4z`}
              fill={theme.colors.error.text}
              stroke={theme.colors.background.primary}
            />
          </a>
        ),
      )}
    </g>
  );
};
